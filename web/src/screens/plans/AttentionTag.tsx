import { Tag } from 'antd'
import type { ReactNode } from 'react'
import { usePalette } from '@/app/theme'

/** Words that ask to be looked at, in a colour that holds its contrast on both grounds. */
export function AttentionTag({ children }: { children: ReactNode }) {
  const { attention } = usePalette()
  return (
    <Tag variant="outlined" style={{ color: attention, borderColor: attention, background: 'none' }}>
      {children}
    </Tag>
  )
}
