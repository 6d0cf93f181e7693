import { DeleteOutlined, DownOutlined, HolderOutlined, UpOutlined } from '@ant-design/icons'
import { Button, Flex, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNames } from '@/parts/names'
import type { Placement, Stage } from '../versionParts'
import { useEdited } from './context'
import { draggable, useDropped } from './dragging'
import { stepped, type Edit } from './edits'
import { RenameTouchpoint } from './RenameTouchpoint'
import { useApply } from './useApply'
import { useKeptFocus } from './useKeptFocus'
import styles from './Edit.module.css'

const EMOTIONS = [-2, -1, 0, 1, 2] as const

interface Props {
  stage: Stage
  place: Placement
  position: number
}

/** A touchpoint in its place: dragged, or moved with its buttons, also into the next stage. */
export function PlacedTouchpoint({ stage, place, position }: Props) {
  const { t } = useTranslation()
  const nameOf = useNames()
  const apply = useApply()
  const { touchpoint, expectedEmotion } = place
  const name = nameOf(touchpoint)
  const dropped = useDropped(stage, position)
  const expect = (emotion: number) => {
    const edit: Edit = {
      kind: 'place',
      stage: stage.code,
      touchpoint: touchpoint.code,
      position,
      expectedEmotion: emotion,
    }
    void apply([edit], t('journey.done.expected', { name }))
  }
  return (
    <li className={styles['place']} {...draggable(stage, place)} {...dropped}>
      <HolderOutlined className={styles['handle'] ?? ''} aria-hidden />
      <span className={styles['name']}>
        {touchpoint.isMomentOfTruth && '★ '}
        {name}
      </span>
      <RenameTouchpoint touchpoint={touchpoint} name={name} />
      <Select
        size="small"
        aria-label={t('journey.expectedAt', { name })}
        value={expectedEmotion}
        onChange={expect}
        popupMatchSelectWidth={false}
        options={EMOTIONS.map((value) => ({ value, label: t(`journey.emotion.${value}`) }))}
      />
      <Moves stage={stage} place={place} name={name} />
    </li>
  )
}

function Moves({ stage, place, name }: { stage: Stage; place: Placement; name: string }) {
  const { t } = useTranslation()
  const apply = useApply()
  const { draft } = useEdited()
  const { code } = place.touchpoint
  const keep = useKeptFocus()
  const steps = { up: stepped(draft, stage.code, code, -1), down: stepped(draft, stage.code, code, 1) }
  const move = async (way: 'up' | 'down') => {
    keep(`${code}:${way}`)
    await apply(steps[way], t('journey.done.moved', { name }))
  }
  return (
    <Flex>
      <Button
        type="text"
        size="small"
        icon={<UpOutlined />}
        data-move={`${code}:up`}
        aria-label={t('journey.earlier', { name })}
        disabled={!steps.up.length}
        onClick={() => void move('up')}
      />
      <Button
        type="text"
        size="small"
        icon={<DownOutlined />}
        data-move={`${code}:down`}
        aria-label={t('journey.later', { name })}
        disabled={!steps.down.length}
        onClick={() => void move('down')}
      />
      <Button
        type="text"
        size="small"
        icon={<DeleteOutlined />}
        aria-label={t('journey.remove', { name })}
        onClick={() =>
          void apply(
            [{ kind: 'remove', stage: stage.code, touchpoint: code }],
            t('journey.done.removed', { name }),
          )
        }
      />
    </Flex>
  )
}
