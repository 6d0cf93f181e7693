import type { ReactNode } from 'react'
import { Panel } from '@/parts/Panel'

const THERE = { data: true, fault: undefined, error: undefined, isLoading: false, again: () => undefined }

/** A panel that waits for nothing. */
export function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Panel title={title} answer={THERE}>
      {() => children}
    </Panel>
  )
}
