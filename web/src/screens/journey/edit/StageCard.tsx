import { DeleteOutlined, DownOutlined, UpOutlined } from '@ant-design/icons'
import { Button, Flex } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNames } from '@/parts/names'
import type { Stage } from '../versionParts'
import { AddTouchpoint } from './AddTouchpoint'
import { useEdited } from './context'
import { PlacedTouchpoint } from './PlacedTouchpoint'
import { Rename } from './Rename'
import { useApply } from './useApply'
import type { Known } from './useDraft'
import { useDropped } from './dragging'
import styles from './Edit.module.css'

/** A stage of the draft with its touchpoints. */
export function StageCard({ stage, touchpoints }: { stage: Stage; touchpoints: Known[] }) {
  const { t } = useTranslation()
  const nameOf = useNames()
  const apply = useApply()
  const title = nameOf(stage)
  const name = t('journey.stageNamed', { name: title })
  const dropped = useDropped(stage, stage.placements.nodes.length + 1)
  return (
    <li className={styles['stage']} {...dropped}>
      <Flex wrap gap="small" align="center" justify="space-between">
        <Flex gap="small" align="center">
          <h3 className={styles['title']}>{title}</h3>
          <Rename
            what={name}
            names={stage}
            rename={(names) =>
              apply(
                [{ kind: 'renameStage', stage: stage.code, ...names }],
                t('journey.done.renamed', { name }),
              )
            }
          />
        </Flex>
        <StageMoves stage={stage} name={name} />
      </Flex>
      <ol className={styles['places']}>
        {stage.placements.nodes.map((place, at) => (
          <PlacedTouchpoint key={place.touchpoint.code} stage={stage} place={place} position={at + 1} />
        ))}
      </ol>
      <AddTouchpoint stage={stage} touchpoints={touchpoints} />
    </li>
  )
}

function StageMoves({ stage, name }: { stage: Stage; name: string }) {
  const { t } = useTranslation()
  const apply = useApply()
  const { draft } = useEdited()
  const at = draft.stages.nodes.findIndex(({ code }) => code === stage.code)
  const move = (position: number) =>
    void apply([{ kind: 'moveStage', stage: stage.code, position }], t('journey.done.moved', { name }))
  return (
    <Flex>
      <Button
        type="text"
        icon={<UpOutlined />}
        aria-label={t('journey.earlier', { name })}
        disabled={at <= 0}
        onClick={() => move(at)}
      />
      <Button
        type="text"
        icon={<DownOutlined />}
        aria-label={t('journey.later', { name })}
        disabled={at >= draft.stages.nodes.length - 1}
        onClick={() => move(at + 2)}
      />
      <Button
        type="text"
        icon={<DeleteOutlined />}
        aria-label={t('journey.remove', { name })}
        onClick={() =>
          void apply([{ kind: 'removeStage', stage: stage.code }], t('journey.done.removed', { name }))
        }
      />
    </Flex>
  )
}
