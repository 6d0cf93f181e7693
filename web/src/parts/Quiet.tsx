import type { ReactNode } from 'react'
import styles from './pages.module.css'

/** Words that say something beside the figures. */
export function Quiet({ children }: { children: ReactNode }) {
  return <span className={styles['quiet']}>{children}</span>
}
