import { ExperimentOutlined } from '@ant-design/icons'
import { App, Button, Flex } from 'antd'
import { lazy, Suspense, useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { faultOf } from '@/api/errors'
import { graphql } from '@/api/graphql'
import { useViewer } from '@/app/viewer'
import { useJob, type Job } from '@/parts/useJob'

// Only while a job runs.
const JobProgress = lazy(async () => ({ default: (await import('./JobProgress')).JobProgress }))
const NOTHING = { done: 0, total: 1 }

const evaluateDocument = graphql(`
  mutation EvaluatePlan($input: EvaluateActionPlanInput!) {
    requestEvaluation(input: $input) {
      job {
        id
        state
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`)

/** Evaluate a plan now: a job, whose progress is shown. */
export function EvaluateButton({ plan, done }: { plan: { id: string }; done: () => void }) {
  const { t } = useTranslation()
  const { can } = useViewer()
  const { message } = App.useApp()
  const [{ fetching }, ask] = useMutation(evaluateDocument)
  const [waiting, wait] = useState<string | null>(null)
  const over = useCallback(
    (job: Job) => {
      wait(null)
      if (job.state === 'DONE') {
        void message.success(t('evaluation.done'))
        done()
      } else void message.error(job.error || t('evaluation.failed'))
    },
    [done, message, t],
  )
  const job = useJob(waiting, over)
  if (!can('plans:write') || !can('jobs:read')) return null
  const go = async () => {
    const { data, error } = await ask({ input: { id: plan.id } })
    const problem = error ? faultOf(error).message : data?.requestEvaluation.userErrors[0]?.message
    if (problem) void message.error(problem)
    wait(data?.requestEvaluation.job?.id ?? null)
  }
  const parts = job?.total ? { total: job.total, done: job.done } : null
  return (
    <Flex gap="small" align="center">
      {waiting && (
        <Suspense>
          <JobProgress label={t('evaluation.running')} {...(parts ?? NOTHING)} />
        </Suspense>
      )}
      <Button icon={<ExperimentOutlined />} loading={fetching || waiting !== null} onClick={() => void go()}>
        {t(waiting ? 'evaluation.running' : 'evaluation.now')}
      </Button>
    </Flex>
  )
}
