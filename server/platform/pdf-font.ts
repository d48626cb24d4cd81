import { createRequire } from 'node:module';

/** Chinese and Latin in one file; the .woff is embedded as the few glyphs that are used. */
export const fontFile = createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff');
