import { Button, Flex } from 'antd'
import { useTranslation } from 'react-i18next'
import { session } from '@/api/session'
import { EnteringFault } from './EnteringFault'
import { useEntering } from './useEntering'

interface Props {
  /** Where to go afterwards, on this host. */
  next: string | null
  /** In a tab of its own, so that what stands here stays. */
  isBeside?: boolean
}

/** The way by the company's own account: the browser goes to its provider. */
export function OwnAccount({ next, isBeside = false }: Props) {
  const { t } = useTranslation()
  const entering = useEntering(() => undefined)
  const go = async () => {
    // Opened at once: browsers let no tab be opened later than the click.
    const tab = isBeside ? window.open('', '_blank') : window
    try {
      const { location } = await session.ownAccount(next)
      ;(tab ?? window).location.assign(location)
    } catch (error) {
      if (isBeside) tab?.close()
      throw error
    }
    return {}
  }
  return (
    <Flex vertical gap="small">
      <Button type="primary" block loading={entering.isBusy} onClick={() => void entering.run(go)}>
        {t('signIn.ownAccount')}
      </Button>
      {entering.fault && <EnteringFault fault={entering.fault} />}
    </Flex>
  )
}
