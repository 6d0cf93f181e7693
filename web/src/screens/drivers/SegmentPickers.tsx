import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { written } from '@/parts/numbers'
import { EVERYBODY, type Choices } from './useChoices'

interface Segment {
  code: string
  customers: number
}

/** Choose whose answers are placed, and whose are set beside them. */
export function SegmentPickers({ segments, choices }: { segments: readonly Segment[]; choices: Choices }) {
  const { t } = useTranslation()
  const { segment, setSegment, other, setOther } = choices
  const known = segments
    .filter(({ code }) => code)
    .map(({ code, customers }) => ({
      value: code,
      label: t('drivers.segment', { code, n: written(customers, 'count') }),
    }))
  const everybody = { value: EVERYBODY, label: t('drivers.everybody') }
  const whole = [everybody, ...known]
  const place = segment ?? EVERYBODY
  return (
    <>
      <Select
        aria-label={t('drivers.whose')}
        value={place}
        options={whole}
        onChange={(value) => setSegment(value === EVERYBODY ? null : value)}
        popupMatchSelectWidth={false}
      />
      <Select
        aria-label={t('drivers.beside')}
        value={other}
        allowClear
        placeholder={t('drivers.beside')}
        options={whole.filter(({ value }) => value !== place)}
        onChange={(value: string | undefined) => setOther(value ?? null)}
        popupMatchSelectWidth={false}
      />
    </>
  )
}
