import type { Answer } from '@/parts/useQuestion'
import { MovedPanel } from './MovedPanel'
import { TrendPanel } from './TrendPanel'
import { FIGURES, type Figure } from './useFigure'
import type { Told } from './useOverview'

/** The charts of the company as a whole: how a figure went, and what moved the index. */
export default function Charts({ overview, figure }: { overview: Answer<Told>; figure: Figure }) {
  return (
    <>
      <TrendPanel overview={overview} figure={figure} figures={FIGURES} />
      <MovedPanel overview={overview} />
    </>
  )
}
