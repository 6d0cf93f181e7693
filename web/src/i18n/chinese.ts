import widgets from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import texts from './zh-CN.json'

const beginTimes = (): string => dayjs.locale('zh-cn')

export { beginTimes, texts, widgets }
