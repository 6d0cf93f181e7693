import { App, Button, Flex, Popconfirm, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { faultOf } from '@/api/errors'
import { AttentionTag } from '@/parts/AttentionTag'
import { EVENTS, useEnd, useTest, type Robot } from './useSubscriptions'

/** One group chat: what it is told of, a message to try it, and the end of it. */
export function RobotRow({ robot, changed }: { robot: Robot; changed: () => void }) {
  const { t } = useTranslation()
  const told = EVENTS.filter((one) => !robot.events.length || robot.events.includes(one))
  return (
    <li>
      <Flex wrap gap="small" align="center" justify="space-between">
        <strong>{robot.name}</strong>
        <span>
          <Tag>{t(`subscribe.kind.${robot.kind === 'WEBHOOK' ? 'WECOM' : robot.kind}`)}</Tag>
          {robot.state !== 'ACTIVE' && (
            <AttentionTag>{robot.reason || t(`subscribe.state.${robot.state}`)}</AttentionTag>
          )}
        </span>
      </Flex>
      <small>
        {told.map((one) => t(`subscribe.event.${one.replace('.', '_') as EventWord}`)).join(' · ')}
      </small>
      <RobotActions robot={robot} changed={changed} />
    </li>
  )
}

function RobotActions({ robot, changed }: { robot: Robot; changed: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [testing, test] = useTest()
  const [ending, end] = useEnd()
  const tell = (problem: string | undefined, done: string) =>
    void (problem ? message.error(problem) : message.success(done))
  const send = async () => {
    const { data, error } = await test({ id: robot.id })
    const problem = error ? faultOf(error).message : data?.testWebhookEndpoint.userErrors[0]?.message
    tell(problem, t('subscribe.tested'))
  }
  const stop = async () => {
    const { data, error } = await end({ id: robot.id })
    const problem = error ? faultOf(error).message : data?.deleteWebhookEndpoint.userErrors[0]?.message
    tell(problem, t('subscribe.ended'))
    changed()
  }
  return (
    <Flex gap="small">
      <Button size="small" loading={testing.fetching} onClick={() => void send()}>
        {t('subscribe.test')}
      </Button>
      <Popconfirm
        title={t('subscribe.endWhat', { name: robot.name })}
        okText={t('subscribe.end')}
        cancelText={t('confirm.keep')}
        onConfirm={() => void stop()}
      >
        <Button size="small" loading={ending.fetching}>
          {t('subscribe.end')}
        </Button>
      </Popconfirm>
    </Flex>
  )
}

export type EventWord = 'score_computed' | 'alert_opened' | 'plan_evaluated'
