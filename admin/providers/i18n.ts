import polyglotI18nProvider from 'ra-i18n-polyglot';
import { en } from '../messages/en.js';
import { zh } from '../messages/zh.js';
import { speak } from './post.js';

export const locales = [{ locale: 'zh', name: '中文' }, { locale: 'en', name: 'English' }] as const;
export type Locale = (typeof locales)[number]['locale'];
const messages = { zh, en };

/** The browser's language if we speak it; zh is the platform's first. */
export function initialLocale(languages: readonly string[] = navigator.languages): Locale {
  for (const language of languages) {
    if (language.startsWith('zh')) return 'zh';
    if (language.startsWith('en')) return 'en';
  }
  return 'zh';
}

export const i18nProvider = polyglotI18nProvider((locale) => {
  const chosen = locale === 'en' ? 'en' : 'zh';
  speak(chosen);
  document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en';
  return messages[chosen];
}, initialLocale(), [...locales], { allowMissing: false });
