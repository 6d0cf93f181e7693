import { Button, Flex, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/parts/EmptyState'
import { Panel } from '@/parts/Panel'
import { moment } from '@/parts/time'
import { useVerbatims, type Verbatim } from './useVerbatims'
import styles from './Journey.module.css'

const FIRST = 5
const MORE = 20
const MOST = 100

/** The latest comments of customers about a touchpoint, as far as the person may read them. */
export function Verbatims({ code }: { code: string }) {
  const { t } = useTranslation()
  const [count, setCount] = useState(FIRST)
  const answer = useVerbatims(code, count)
  return (
    <Panel title={t('journey.verbatims')} answer={answer}>
      {({ feedbackItems: { nodes, pageInfo } }) => {
        if (!nodes.length) return <EmptyState>{t('journey.noVerbatims')}</EmptyState>
        return (
          <Flex vertical gap="middle">
            <ul className={styles['verbatims']}>
              {nodes.map((one) => (
                <Comment key={one.id} said={one} />
              ))}
            </ul>
            {pageInfo.hasNextPage && count < MOST && (
              <Button loading={answer.isLoading} onClick={() => setCount(Math.min(count + MORE, MOST))}>
                {t('journey.more')}
              </Button>
            )}
          </Flex>
        )
      }}
    </Panel>
  )
}

function Comment({ said }: { said: Verbatim }) {
  const { t } = useTranslation()
  const { nps, csat, rating, ratingMax } = said
  return (
    <li>
      {said.text === null ? (
        <em className={styles['quiet']}>{t('journey.hidden')}</em>
      ) : (
        <blockquote>{said.text}</blockquote>
      )}
      <Flex wrap gap="small" className={styles['quiet'] ?? ''}>
        <time dateTime={said.occurredAt}>{moment(said.occurredAt)}</time>
        {said.unit && <span>{said.unit.name || said.unit.code}</span>}
        {nps !== null && <Tag>NPS {nps}</Tag>}
        {csat !== null && <Tag>CSAT {csat}/5</Tag>}
        {rating !== null && (
          <Tag>
            {rating}/{ratingMax}
          </Tag>
        )}
      </Flex>
    </li>
  )
}
