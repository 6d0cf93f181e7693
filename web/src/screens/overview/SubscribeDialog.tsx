import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { Panel } from '@/parts/Panel'
import { RobotRow } from './RobotRow'
import { SubscribeForm } from './SubscribeForm'
import { useRobots } from './useSubscriptions'
import styles from './Overview.module.css'

/** The group chats that are told of scores, alerts and verdicts, and one more. */
export default function SubscribeDialog({ close }: { close: () => void }) {
  const { t } = useTranslation()
  const robots = useRobots()
  return (
    <Modal open title={t('subscribe.title')} footer={null} onCancel={close} destroyOnHidden>
      <p>{t('subscribe.what')}</p>
      <SubscribeForm done={robots.again} />
      <Panel title={t('subscribe.there')} answer={robots} rows={2}>
        {({ webhookEndpoints }) => {
          const chats = webhookEndpoints.nodes.filter((one) => one.kind !== 'WEBHOOK')
          if (!chats.length) return <p>{t('subscribe.none')}</p>
          return (
            <ul className={styles['rows']}>
              {chats.map((robot) => (
                <RobotRow key={robot.id} robot={robot} changed={robots.again} />
              ))}
            </ul>
          )
        }}
      </Panel>
    </Modal>
  )
}
