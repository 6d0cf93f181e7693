import { Alert, Button, Flex, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { EstimateText } from '@/parts/EstimateText'
import { useNames, type Named } from '@/parts/names'
import { written } from '@/parts/numbers'
import { periodName } from '@/parts/time'
import type { Choices } from './useChoices'
import type { Matrix } from './useMatrix'
import styles from './Drivers.module.css'

const MUCH_BLUR = 5

interface Props {
  matrix: Matrix
  beside: Matrix | null
  names: readonly Named[]
  choices: Choices
}

/** What the matrix rests on: method, n, fit, what was left out, and what the answers leave open. */
export function Basis({ matrix, beside, names, choices }: Props) {
  const { t } = useTranslation()
  return (
    <Flex vertical gap="small" className={styles['basis'] ?? ''}>
      <Fit matrix={matrix} />
      {beside && <Fit matrix={beside} />}
      <LeftOut names={names} choices={choices} />
      <Blurred matrix={matrix} names={names} />
      <Few matrix={matrix} names={names} />
      {matrix.r2?.value === null && (
        <Alert type="warning" showIcon title={t('estimate.insufficient')} description={matrix.r2.reason} />
      )}
      {matrix.doubts.length > 0 && (
        <details>
          <summary>{t('drivers.doubts', { n: matrix.doubts.length })}</summary>
          <ul>
            {matrix.doubts.map((doubt) => (
              <li key={doubt}>{doubt}</li>
            ))}
          </ul>
        </details>
      )}
    </Flex>
  )
}

function Fit({ matrix }: { matrix: Matrix }) {
  const { t } = useTranslation()
  const method = matrix.method === 'johnson' ? t('drivers.johnson') : matrix.method
  return (
    <p className={styles['fit']}>
      <strong>{matrix.segment ?? t('drivers.everybody')}</strong>
      <span>{t('drivers.method', { method })}</span>
      <span>{t('drivers.respondents', { n: written(matrix.n, 'count') })}</span>
      <span>
        {t('drivers.fit')} <EstimateText estimate={matrix.r2} form="share" />
      </span>
      <span>{t('drivers.window', { period: periodName(matrix.period) })}</span>
    </p>
  )
}

function LeftOut({ names, choices }: { names: readonly Named[]; choices: Choices }) {
  const { t } = useTranslation()
  const nameOf = useNames()
  const { without, leaveOut } = choices
  if (!without.length) return null
  return (
    <Flex wrap gap="small" align="center">
      <span>{t('drivers.leftOut')}</span>
      {without.map((code) => {
        const known = names.find((one) => one.code === code)
        return (
          <Tag key={code} closable onClose={() => leaveOut(without.filter((one) => one !== code))}>
            {known ? nameOf(known) : code}
          </Tag>
        )
      })}
      <Button size="small" type="link" onClick={() => leaveOut([])}>
        {t('drivers.takeAllBack')}
      </Button>
    </Flex>
  )
}

function Blurred({ matrix, names }: { matrix: Matrix; names: readonly Named[] }) {
  const { t } = useTranslation()
  const listed = useListed()
  const blurred = matrix.points.nodes.filter(({ vif }) => (vif ?? 0) > MUCH_BLUR)
  if (!blurred.length) return null
  return <Alert type="warning" showIcon title={t('drivers.blurred', { names: listed(blurred, names) })} />
}

/** Touchpoints that cannot be placed, because too few have answered. */
function Few({ matrix, names }: { matrix: Matrix; names: readonly Named[] }) {
  const { t } = useTranslation()
  const listed = useListed()
  const few = matrix.points.nodes.filter(({ quadrant }) => quadrant === null)
  if (!few.length || matrix.r2?.value === null) return null
  return <Alert type="warning" showIcon title={t('drivers.few', { names: listed(few, names) })} />
}

/** Return what names some points in a sentence. */
function useListed(): (points: readonly { code: string }[], names: readonly Named[]) => string {
  const { t } = useTranslation()
  const nameOf = useNames()
  return (points, names) =>
    points
      .map(({ code }) => nameOf(names.find((one) => one.code === code) ?? plain(code)))
      .join(t('drivers.comma'))
}

const plain = (code: string): Named => ({ code, nameZh: '', nameEn: '' })
