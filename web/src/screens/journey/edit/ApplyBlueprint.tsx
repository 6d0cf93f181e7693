import { Button, Flex, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { beginJourneys } from './lifeDocuments'
import { useChange } from './useChange'

const INDUSTRIES = ['DINING', 'ECOMMERCE', 'RETAIL', 'HOTEL', 'AIRLINE', 'BANK'] as const

/** Begin with the journeys of an industry. */
export function ApplyBlueprint({ done }: { done: () => void }) {
  const { t } = useTranslation()
  const [industry, choose] = useState<(typeof INDUSTRIES)[number]>('DINING')
  const [isBusy, change] = useChange(beginJourneys)
  const begin = async () => {
    if (await change({ input: { industry } })) done()
  }
  return (
    <Flex gap="small" justify="center" wrap>
      <Select
        aria-label={t('journey.industry')}
        value={industry}
        onChange={choose}
        options={INDUSTRIES.map((value) => ({ value, label: t(`journey.industries.${value}`) }))}
        popupMatchSelectWidth={false}
      />
      <Button type="primary" loading={isBusy} onClick={() => void begin()}>
        {t('journey.begin')}
      </Button>
    </Flex>
  )
}
