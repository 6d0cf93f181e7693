import { useTranslation } from 'react-i18next'
import { graphql } from '@/api/graphql'
import { PlainSelect } from '@/parts/PlainSelect'
import { useFilter } from '@/parts/useFilter'
import { useQuestion } from '@/parts/useQuestion'

const segmentsDocument = graphql(`
  query OverviewSegments {
    segments(first: 100) {
      nodes {
        code
      }
    }
  }
`)

/** Choose whose answers are looked at: everybody's, or those of one segment. */
export function SegmentPicker() {
  const { t } = useTranslation()
  const { data } = useQuestion(segmentsDocument, {})
  const [segment, choose] = useFilter('segment')
  const codes = (data?.segments.nodes ?? []).map((one) => one.code).filter(Boolean)
  const known = segment && !codes.includes(segment) ? [segment, ...codes] : codes
  if (!known.length) return null
  return (
    <PlainSelect
      label={t('overview.segment')}
      value={segment ?? ''}
      choose={choose}
      options={[
        { value: '', label: t('overview.everybody') },
        ...known.map((value) => ({ value, label: value })),
      ]}
    />
  )
}
