import { DeleteOutlined } from '@ant-design/icons'
import { App, Button, Checkbox, Tag, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useViewer } from '@/app/viewer'
import { EmptyState } from '@/parts/EmptyState'
import { Panel } from '@/parts/Panel'
import { moment, periodName } from '@/parts/time'
import { askedAgain } from './changes'
import type { Parts } from './parts'
import type { KeptScenario } from './questions'
import { RangeText } from './RangeText'
import { MOST_COMPARED, useCompared } from './useCompared'
import { useSaving } from './useSaving'
import styles from './Simulator.module.css'

/** The scenarios that were kept: to be looked at again, compared, or forgotten. */
export function KeptPanel(parts: Parts) {
  const { t } = useTranslation()
  return (
    <Panel title={t('simulator.kept')} answer={parts.kept}>
      {({ scenarios }) => {
        if (!scenarios.nodes.length) return <EmptyState>{t('simulator.noneKept')}</EmptyState>
        return (
          <ul className={styles['kept']} aria-label={t('simulator.kept')}>
            {scenarios.nodes.map((one) => (
              <KeptRow key={one.code} kept={one} parts={parts} />
            ))}
          </ul>
        )
      }}
    </Panel>
  )
}

function KeptRow({ kept, parts }: { kept: KeptScenario; parts: Parts }) {
  const { t } = useTranslation()
  const { compared, toggle } = useCompared()
  const isIn = compared.includes(kept.code)
  return (
    <li className={styles['keptRow']}>
      <Checkbox
        checked={isIn}
        disabled={!isIn && compared.length >= MOST_COMPARED}
        onChange={() => toggle(kept.code)}
        aria-label={t('simulator.compareThis', { title: kept.title })}
      />
      <div className={styles['keptWords']}>
        <Button
          type="link"
          className={styles['keptTitle'] ?? ''}
          onClick={() => parts.scenario.take(askedAgain(kept), { scenario: kept.code })}
        >
          {kept.title}
        </Button>
        <small className={styles['quiet']}>
          {periodName(kept.period)} · {moment(kept.answeredAt)}
        </small>
      </div>
      <span className={styles['keptFigure']}>
        {kept.status === 'ok' ? (
          <>
            {t('simulator.npv')} <RangeText estimate={kept.npv} form="money" isChange />
          </>
        ) : (
          <Tooltip title={kept.reason}>
            <Tag tabIndex={0}>{t('estimate.insufficient')}</Tag>
          </Tooltip>
        )}
      </span>
      <PlansOrForget kept={kept} parts={parts} />
    </li>
  )
}

function PlansOrForget({ kept, parts }: { kept: KeptScenario; parts: Parts }) {
  const { t } = useTranslation()
  const { can } = useViewer()
  const { message } = App.useApp()
  const { remove } = useSaving(parts)
  if (kept.plans.length)
    return (
      <span>
        {kept.plans.map((code) => (
          <Link key={code} to={`/plans/${encodeURIComponent(code)}`}>
            {t('simulator.isPlan')}
          </Link>
        ))}
      </span>
    )
  if (!can('plans:write')) return null
  const forget = async () => {
    const outcome = await remove(kept)
    if ('wrong' in outcome) void message.error(outcome.wrong)
  }
  return (
    <Button
      type="text"
      icon={<DeleteOutlined />}
      aria-label={t('simulator.forget', { title: kept.title })}
      onClick={() => void forget()}
    />
  )
}
