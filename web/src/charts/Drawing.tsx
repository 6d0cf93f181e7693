import { useEffect, useRef } from 'react'
import { init, type EChartsType, type Option } from './echarts'

export interface Picked {
  dataIndex: number
  seriesId?: string
  name: string
}

interface Props {
  option: Option
  label: string
  height: number
  onPick?: ((picked: Picked) => void) | undefined
  /** Given the chart once it is there, and null when it has gone. */
  onReady?: ((chart: EChartsType | null) => void) | undefined
}

/** The drawing itself: it follows its room and its options. */
export function Drawing({ option, label, height, onPick, onReady }: Props) {
  const room = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType>(null)
  useEffect(() => {
    if (!room.current) return undefined
    const made = init(room.current, null, { renderer: 'svg' })
    chart.current = made
    onReady?.(made)
    const follow = new ResizeObserver(() => made.resize())
    follow.observe(room.current)
    return () => {
      follow.disconnect()
      made.dispose()
      onReady?.(null)
    }
  }, [onReady])
  useEffect(() => {
    chart.current?.setOption({ animation: false, ...option }, { notMerge: true })
  }, [option])
  useEffect(() => {
    const made = chart.current
    if (!made || !onPick) return undefined
    made.on('click', (event) => onPick(event as unknown as Picked))
    return () => void made.off('click')
  }, [onPick])
  return <div ref={room} role="img" aria-label={label} style={{ height, width: '100%' }} />
}
