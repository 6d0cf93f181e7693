import widgets from 'antd/locale/en_US'
import dayjs from 'dayjs'
import texts from './en.json'

const beginTimes = (): string => dayjs.locale('en')

export { beginTimes, texts, widgets }
