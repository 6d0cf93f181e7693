import { Progress } from 'antd'

/** How much of a job is done. */
export function JobProgress({ label, done, total }: { label: string; done: number; total: number }) {
  return (
    <Progress
      aria-label={label}
      size={[90, 8]}
      percent={(100 * done) / total}
      showInfo={false}
      status="active"
    />
  )
}
