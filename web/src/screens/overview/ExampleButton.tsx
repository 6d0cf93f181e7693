import { App, Button, Flex, Progress } from 'antd'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useViewer } from '@/app/viewer'
import { ConfirmTyped } from '@/parts/ConfirmTyped'
import { useJob, type Job } from '@/parts/useJob'
import { useExamples, type Example } from './useExamples'

interface Props {
  kind: Example
  /** Whether the company's name is to be typed first: what goes cannot be brought back, real data lie beside. */
  mustType?: boolean
  /** Whether somebody has pressed a button like this one already. */
  isAskedAtOnce?: boolean
}

/** Load example data, or take them away: a job, whose progress is shown; afterwards everything is read anew. */
export default function ExampleButton({ kind, mustType = kind === 'remove', isAskedAtOnce = false }: Props) {
  const { t } = useTranslation()
  const { slug } = useViewer().company
  const [isAsked, setAsked] = useState(isAskedAtOnce)
  const { go, job, isBusy, isWaiting } = useExampleJob(kind)
  const busy = kind === 'load' ? 'example.loading' : 'example.removing'
  const confirm = async () => {
    await go(slug)
    setAsked(false)
  }
  return (
    <Flex gap="small" align="center" wrap justify="center">
      <Button
        type={kind === 'load' ? 'primary' : 'default'}
        loading={isBusy}
        onClick={() => (mustType ? setAsked(true) : void go(''))}
      >
        {t(isWaiting ? busy : `example.${kind}`)}
      </Button>
      {isWaiting && (
        <Progress
          aria-label={t(busy)}
          size={[160, 8]}
          percent={job?.total ? (100 * job.done) / job.total : 0}
          showInfo={false}
          status="active"
        />
      )}
      <ConfirmTyped
        isOpen={isAsked}
        title={t(`example.${kind}`)}
        word={slug}
        isBusy={isBusy}
        confirm={() => void confirm()}
        cancel={() => setAsked(false)}
      >
        {t(kind === 'load' ? 'example.beside' : 'example.removeWhat')}
      </ConfirmTyped>
    </Flex>
  )
}

function useExampleJob(kind: Example) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const { ask, isAsking } = useExamples(kind)
  const [waiting, wait] = useState<string | null>(null)
  const over = useCallback(
    (job: Job) => {
      if (job.state === 'DONE') return window.location.assign('/')
      wait(null)
      void message.error(job.error || t('example.failed'))
    },
    [message, t],
  )
  const job = useJob(waiting, over)
  const go = async (typed: string) => {
    const { job: found, problem } = await ask(typed)
    if (problem) void message.error(problem)
    wait(found)
  }
  return { go, job, isBusy: isAsking || waiting !== null, isWaiting: waiting !== null }
}
