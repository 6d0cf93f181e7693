import { Drawer, Flex, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { useViewer } from '@/app/viewer'
import { moment } from '@/parts/time'
import { RestoreVersion } from './edit/RestoreVersion'
import type { Journey } from './useJourneyMap'
import styles from './Journey.module.css'

interface Props {
  journey: Journey
  close: () => void
}

/** The versions of a journey, the newest first: look at one, or begin a draft from it. */
export function History({ journey, close }: Props) {
  const { t } = useTranslation()
  const { can } = useViewer()
  const [search] = useSearchParams()
  const hasDraft = journey.versions.nodes.some(({ state }) => state === 'DRAFT')
  const at = (number: number, state: string) => {
    const query = new URLSearchParams(search)
    if (state === 'PUBLISHED') query.delete('version')
    else query.set('version', String(number))
    return `/journeys/${journey.code}?${query.toString()}`
  }
  return (
    <Drawer open onClose={close} title={t('journey.history')} closable={{ 'aria-label': t('journey.close') }}>
      <ul className={styles['list']}>
        {journey.versions.nodes.map((one) => (
          <li key={one.id} className={styles['row']}>
            <Flex vertical gap={2}>
              <Link to={at(one.number, one.state)} onClick={close}>
                {t('journey.versionNumber', { number: one.number })}
              </Link>
              {one.publishedAt && <span className={styles['quiet']}>{moment(one.publishedAt)}</span>}
            </Flex>
            <Flex gap="small" align="center">
              <Tag>{t(`journey.state.${one.state}`)}</Tag>
              {can('journeys:write') && one.state === 'ARCHIVED' && (
                <RestoreVersion journey={journey} version={one} hasDraft={hasDraft} />
              )}
            </Flex>
          </li>
        ))}
      </ul>
    </Drawer>
  )
}
