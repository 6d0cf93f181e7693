import { Tag } from 'antd'
import type { ReactNode } from 'react'
import { usePalette } from '@/app/theme'

/** A few words that ask for attention, dark enough to be read on either ground. */
export function AttentionTag({ children, ...rest }: { children: ReactNode; tabIndex?: number }) {
  const { attention } = usePalette()
  return (
    <Tag
      {...rest}
      variant="outlined"
      style={{ color: attention, borderColor: attention, background: 'none' }}
    >
      {children}
    </Tag>
  )
}
