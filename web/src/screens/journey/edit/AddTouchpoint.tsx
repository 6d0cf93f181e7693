import { PlusOutlined } from '@ant-design/icons'
import { Flex, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNames } from '@/parts/names'
import type { Stage } from '../versionParts'
import { placeOf } from './edits'
import { NewThing } from './NewThing'
import { newTouchpoint } from './lifeDocuments'
import { useApply } from './useApply'
import { useChange } from './useChange'
import type { Known } from './useDraft'
import styles from './Edit.module.css'

/** Give a touchpoint a place at the end of a stage: one that there is, or a new one. */
export function AddTouchpoint({ stage, touchpoints }: { stage: Stage; touchpoints: Known[] }) {
  const { t } = useTranslation()
  const nameOf = useNames()
  const apply = useApply()
  const [, create] = useChange(newTouchpoint)
  const free = touchpoints.filter(({ code }) => !placeOf(stage, code))
  const place = (touchpoint: string, name: string) =>
    apply(
      [
        {
          kind: 'place',
          stage: stage.code,
          touchpoint,
          position: stage.placements.nodes.length + 1,
          expectedEmotion: 0,
        },
      ],
      t('journey.done.added', { name }),
    )
  const chosen = (code: string) => {
    const known = touchpoints.find((one) => one.code === code)
    void place(code, known ? nameOf(known) : code)
  }
  return (
    <Flex wrap gap="small">
      <Select
        className={styles['add'] ?? ''}
        aria-label={t('journey.addTouchpointTo', { name: nameOf(stage) })}
        placeholder={
          <>
            <PlusOutlined /> {t('journey.addTouchpoint')}
          </>
        }
        value={null}
        showSearch={{ optionFilterProp: 'label' }}
        onChange={chosen}
        options={free.map((one) => ({ value: one.code, label: nameOf(one) }))}
        popupMatchSelectWidth={false}
      />
      <NewThing
        label={t('journey.newTouchpoint')}
        make={async ({ code, nameZh, nameEn }) =>
          (await create({ input: { code, nameZh, nameEn } })) !== null &&
          (await place(code, nameZh || nameEn || code))
        }
      />
    </Flex>
  )
}
