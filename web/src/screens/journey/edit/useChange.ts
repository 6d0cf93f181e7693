import type { TypedDocumentNode } from '@urql/core'
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMutation, type AnyVariables } from 'urql'
import { faultOf } from '@/api/errors'

interface Payload {
  userErrors: { code: string; message: string }[]
}

/** Change something; what is wrong is said, and then nothing is returned. */
export function useChange<T extends object, V extends AnyVariables>(
  document: TypedDocumentNode<T, V>,
): [boolean, (variables: V) => Promise<T | null>] {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [{ fetching }, send] = useMutation<T, V>(document)
  const change = async (variables: V) => {
    const { data, error } = await send(variables)
    const wrong = data && (Object.values(data) as Payload[]).flatMap(({ userErrors }) => userErrors)[0]
    if (error) void message.error(`${t('fault.title')} ${faultOf(error).message}`)
    else if (wrong) void message.error(wrong.code === 'CONFLICT' ? t('journey.conflictShort') : wrong.message)
    return error || wrong ? null : (data ?? null)
  }
  return [fetching, change]
}
