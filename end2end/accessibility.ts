import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { expect } from './fixtures.ts';

const WIDTHS = [1280, 320];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Theme {
  name: string;
  scheme: 'light' | 'dark';
  choice?: 'light' | 'dark';
}

/** The themes of the system. */
export const THEMES: readonly Theme[] = [
  { name: 'light', scheme: 'light' },
  { name: 'dark', scheme: 'dark' },
];

/** Choices that overrule the theme of the system: the same colours, reached by other selectors. */
export const CHOSEN_THEMES: readonly Theme[] = [
  { name: 'light by choice', scheme: 'dark', choice: 'light' },
  { name: 'dark by choice', scheme: 'light', choice: 'dark' },
];

/** Checks the page as it is, on a wide and on a narrow screen. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    const found = violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${help}\n  ${target.join(' ')}\n  ${failureSummary}`),
    );
    expect(found.join('\n\n'), `at ${width} px`).toBe('');

    const { wide, room } = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth,
      room: document.documentElement.clientWidth,
    }));
    expect(wide, `the page scrolls sideways at ${width} px`).toBeLessThanOrEqual(room);
  }
}

/** Shows pages in a theme. */
export async function chooseTheme(page: Page, { scheme, choice }: Theme, url: string): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  if (choice) await page.context().addCookies([{ name: 'theme', value: choice, url }]);
}
