import { ExperimentOutlined } from '@ant-design/icons'
import { App, Button, Flex, Progress } from 'antd'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { faultOf } from '@/api/errors'
import { graphql } from '@/api/graphql'
import { useViewer } from '@/app/viewer'
import { useJob, type Job } from '@/parts/useJob'

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
        <Progress
          aria-label={t('evaluation.running')}
          size={[90, 8]}
          percent={parts ? (100 * parts.done) / parts.total : 0}
          showInfo={false}
          status="active"
        />
      )}
      <Button icon={<ExperimentOutlined />} loading={fetching || waiting !== null} onClick={() => void go()}>
        {t(waiting ? 'evaluation.running' : 'evaluation.now')}
      </Button>
    </Flex>
  )
}
