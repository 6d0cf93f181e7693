import { Alert, Button, Mentions } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { faultOf } from '@/api/errors'
import type { Plan } from '../documents'
import { useChoices } from '../form/useChoices'
import { commentDocument } from './documents'
import { keptComment } from './kept'
import { mentioned, type Person } from './mentioned'
import styles from './Talk.module.css'

/** Say something about a plan; an @ offers the people who may be called to look. What is typed is kept until sent. */
export function WriteComment({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const { data } = useChoices()
  const people: Person[] = data?.members?.nodes.filter(({ isActive }) => isActive) ?? []
  const [text, setText] = useState(() => keptComment.read(plan.code))
  const [{ fetching }, send] = useMutation(commentDocument)
  const [problem, setProblem] = useState('')
  const type = (words: string) => {
    setText(words)
    keptComment.write(plan.code, words)
  }
  const say = async () => {
    const { data: answer, error } = await send({
      input: { planId: plan.id, text, mentions: mentioned(text, people) },
    })
    const wrong = error ? faultOf(error).message : answer?.commentOnPlan.userErrors[0]?.message
    setProblem(wrong ?? '')
    if (!wrong) type('')
  }
  return (
    <div className={styles['write']}>
      <Mentions
        className={styles['box'] ?? ''}
        aria-label={t('plans.comment')}
        placeholder={t(people.length ? 'plans.commentAt' : 'plans.comment')}
        rows={3}
        maxLength={4000}
        value={text}
        onChange={type}
        options={people.map(({ name, email }) => ({
          value: name || email,
          label: name || email,
          key: email,
        }))}
      />
      {problem && <Alert type="error" showIcon title={problem} role="alert" />}
      <Button type="primary" disabled={!text.trim()} loading={fetching} onClick={() => void say()}>
        {t('plans.say')}
      </Button>
    </div>
  )
}
