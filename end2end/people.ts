import { randomUUID } from 'node:crypto';

import type { Locator, Page } from '@playwright/test';

import { expect } from './fixtures.ts';

export interface Person {
  name: string;
  email: string;
  password: string;
}

/** The accounts that development starts with. */
export const ANA: Person = { name: 'Ana', email: 'ana@example.com', password: 'correct-horse-battery' };
export const BEN: Person = { name: 'Ben', email: 'ben@example.com', password: 'correct-horse-battery' };

/** Somebody who has no account yet. */
export function somebody(): Person {
  const id = randomUUID();
  return { name: `Émile ${id.slice(0, 8)}`, email: `emile-${id}@example.com`, password: `pass-${id}` };
}

export const field = {
  name: (page: Page) => page.getByLabel('Name', { exact: true }),
  email: (page: Page) => page.getByLabel('Email', { exact: true }),
  password: (page: Page) => page.getByLabel('Password', { exact: true }),
  remember: (page: Page) => page.getByLabel('Keep me signed in', { exact: true }),
};

export function button(page: Page, name: string): Locator {
  return page.getByRole('main').getByRole('button', { name, exact: true });
}

/** What is wrong with the form, above it. */
export function summary(page: Page): Locator {
  return page.getByRole('main').getByRole('alert');
}

/** The menu of the signed-in person in the header. */
export function userMenu(page: Page, person: Person): Locator {
  return page.getByRole('banner').getByRole('button', { name: person.name });
}

export async function fillSignUp(page: Page, person: Person): Promise<void> {
  await field.name(page).fill(person.name);
  await field.email(page).fill(person.email);
  await field.password(page).fill(person.password);
}

export type Open = (path: string) => Promise<void>;

/** Makes an account; its address is not confirmed yet. */
export async function createAccount(page: Page, open: Open, person: Person): Promise<void> {
  await open('/sign-up');
  await fillSignUp(page, person);
  await button(page, 'Create account').click();
  await expect(page).toHaveURL('/check-email');
}

/** Opens the link in the latest mail to an address whose subject says this. */
export async function openMail(page: Page, open: Open, email: string, subject: string): Promise<void> {
  await open('/dev/mailbox');
  const mail = page.getByRole('main').locator('section').filter({ hasText: `To ${email}` });
  await mail.filter({ hasText: subject }).first().getByRole('link').first().click();
}

/** Says that the mail arrived, and is signed in by that. */
export async function confirmAddress(page: Page, open: Open, person: Person): Promise<void> {
  await openMail(page, open, person.email, 'Confirm your');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Confirm your email');
  await button(page, 'Confirm my address').click();
  await expectDashboard(page, person);
}

/** Somebody new signs up, confirms their address and is on the dashboard. */
export async function signUp(page: Page, open: Open, person = somebody()): Promise<Person> {
  await createAccount(page, open, person);
  await confirmAddress(page, open, person);
  return person;
}

export async function submitSignIn(page: Page, person: Pick<Person, 'email' | 'password'>): Promise<void> {
  await field.email(page).fill(person.email);
  await field.password(page).fill(person.password);
  await button(page, 'Sign in').click();
}

/** Ends the session, and waits until it has ended. */
export async function signOut(page: Page, open: Open): Promise<void> {
  await open('/sign-out');
  await button(page, 'Sign out').click();
  await expect(page).toHaveURL('/');
}

/** The dashboard of this person is open. */
export async function expectDashboard(page: Page, person: Person): Promise<void> {
  await expect(page).toHaveURL('/dashboard');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(person.name);
  await expect(page.getByRole('main')).toContainText(person.email);
}

/** A control is marked as wrong, and what is wrong is said where a screen reader finds it. */
export async function expectFieldError(control: Locator, message: RegExp): Promise<void> {
  await expect(control).toHaveAttribute('aria-invalid', 'true');
  await expect(control).toHaveAccessibleDescription(message);
}

/** The code in the latest text message to a number. */
export async function textedCode(page: Page, open: Open, number: string): Promise<string> {
  await open('/dev/mailbox');
  const message = page.getByRole('main').locator('section').filter({ hasText: `To ${number}` });
  const text = await message.filter({ hasText: 'Text message' }).first().innerText();
  return /\b\d{6}\b/.exec(text)![0];
}

/** A page that differs where more names than addresses sign in. */
export async function signInAs(page: Page, label: string, name: string, password: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(name);
  await field.password(page).fill(password);
  await button(page, 'Sign in').click();
}
