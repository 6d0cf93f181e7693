import {
  CheckCircleOutlined,
  CloseCircleOutlined,
  MinusCircleOutlined,
  QuestionCircleOutlined,
} from '@ant-design/icons'
import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { usePalette } from '@/app/theme'
import type { introspection_types } from '@/api/schema.d.ts'

const ICONS = {
  WORKED: <CheckCircleOutlined />,
  HARMED: <CloseCircleOutlined />,
  NO_EVIDENCE: <MinusCircleOutlined />,
  CANNOT_TELL: <QuestionCircleOutlined />,
}

interface Props {
  verdict: keyof typeof ICONS
  metric: introspection_types['PlanMetric']['enumValues']
}

/** What an evaluation found of a plan's metric, in words, with a sign and the reader's colours of good and bad. */
export function VerdictTag({ verdict, metric }: Props) {
  const { t } = useTranslation()
  const { good, bad, quiet } = usePalette()
  const colour = { WORKED: good, HARMED: bad, NO_EVIDENCE: quiet, CANNOT_TELL: quiet }[verdict]
  return (
    <Tag
      variant="outlined"
      icon={ICONS[verdict]}
      style={{ color: colour, borderColor: colour, background: 'none', whiteSpace: 'normal' }}
    >
      {t('verdict.of', { metric: t(`plans.metrics.${metric}`), verdict: t(`verdict.${verdict}`) })}
    </Tag>
  )
}
