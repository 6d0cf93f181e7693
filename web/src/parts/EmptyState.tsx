import { Empty } from 'antd'
import type { ReactNode } from 'react'

/** One sentence that says why there is nothing, and the one thing to do about it. */
export function EmptyState({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={children}>
      {action}
    </Empty>
  )
}
