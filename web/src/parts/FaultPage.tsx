import type { Fault } from '@/api/errors'
import { FaultNote } from './FaultNote'
import styles from './pages.module.css'

/** A whole page that did not come. */
export function FaultPage({ fault, again }: { fault: Fault; again: () => void }) {
  return (
    <main className={styles['centred']}>
      <FaultNote fault={fault} again={again} />
    </main>
  )
}
