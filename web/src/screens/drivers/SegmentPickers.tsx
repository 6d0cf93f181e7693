import { useTranslation } from 'react-i18next'
import { written } from '@/parts/numbers'
import { OwnList } from '@/parts/OwnList'
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
      <OwnList
        label={t('drivers.whose')}
        value={place}
        options={whole}
        choose={(value) => setSegment(value === EVERYBODY ? null : value)}
      />
      <OwnList
        label={t('drivers.beside')}
        value={other ?? ''}
        options={[
          { value: '', label: t('drivers.besideNobody') },
          ...whole.filter(({ value }) => value !== place),
        ]}
        choose={(value) => setOther(value || null)}
      />
    </>
  )
}
