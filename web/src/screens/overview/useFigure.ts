import { useFilter } from '@/parts/useFilter'

export type Figure = 'RETURN_INDEX' | 'VALUE' | 'NPS'
export const FIGURES: readonly Figure[] = ['RETURN_INDEX', 'VALUE', 'NPS']
/** Figures that segments and units have too. */
export const FIGURES_OF_SOME: readonly Figure[] = ['VALUE', 'NPS']

/** Return the figure of the address, else the first of those there are. */
export function useFigure(figures: readonly Figure[]): Figure {
  const [chosen] = useFilter('figure')
  return figures.find((one) => one === chosen) ?? figures[0] ?? 'VALUE'
}
