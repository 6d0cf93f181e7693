import { Button, Flex } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { graphql } from '@/api/graphql'
import { useViewer } from '@/app/viewer'
import { EmptyState } from '@/parts/EmptyState'
import { Panel } from '@/parts/Panel'
import { useQuestion } from '@/parts/useQuestion'
import ExampleButton from './ExampleButton'

export const demonstrationDocument = graphql(`
  query Demonstration {
    demonstration {
      isAvailable
      isLoaded
      hasOwnFacts
    }
  }
`)

/** A company without a scored month: what is missing, and example data to see what will be here. */
export default function EmptyOverview() {
  const { t } = useTranslation()
  const { isBoundToUnits, can } = useViewer()
  if (isBoundToUnits || !can('settings:write')) return <EmptyState>{t('overview.empty')}</EmptyState>
  return <Offered />
}

function Offered() {
  const { t } = useTranslation()
  const go = useNavigate()
  const answer = useQuestion(demonstrationDocument, {})
  return (
    <Panel title={t('overview.begin')} answer={answer}>
      {({ demonstration: { isAvailable, isLoaded, hasOwnFacts } }) => (
        <EmptyState
          action={
            isAvailable ? (
              <Flex vertical gap="small" align="center">
                {isLoaded ? (
                  <ExampleButton kind="remove" />
                ) : (
                  <ExampleButton kind="load" mustType={hasOwnFacts} />
                )}
                <small>{t(isLoaded ? 'example.loaded' : 'example.what')}</small>
              </Flex>
            ) : (
              <Button type="primary" onClick={() => void go('/journeys')}>
                {t('overview.toJourneys')}
              </Button>
            )
          }
        >
          {t('overview.empty')}
        </EmptyState>
      )}
    </Panel>
  )
}
