import { Flex, Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import { useStore } from '@/api/store'
import { appearance, goodColour, type Appearance, type GoodColour } from './preferences'

/** Light or dark, and which colour is good. */
export function DisplayChoices() {
  const { t } = useTranslation()
  const shown = useStore(appearance)
  const good = useStore(goodColour)
  return (
    <Flex vertical gap="small">
      <span id="theme-choice">{t('display.theme')}</span>
      <Radio.Group
        aria-labelledby="theme-choice"
        optionType="button"
        value={shown}
        onChange={(event) => appearance.set(event.target.value as Appearance)}
        options={(['system', 'light', 'dark'] as const).map((value) => ({
          value,
          label: t(`display.${value}`),
        }))}
      />
      <span id="colour-choice">{t('display.colours')}</span>
      <Radio.Group
        aria-labelledby="colour-choice"
        optionType="button"
        value={good}
        onChange={(event) => goodColour.set(event.target.value as GoodColour)}
        options={[
          { value: 'green', label: t('display.greenGood') },
          { value: 'red', label: t('display.redGood') },
        ]}
      />
    </Flex>
  )
}
