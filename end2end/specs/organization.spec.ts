import { randomUUID } from 'node:crypto';

import type { Page } from '@playwright/test';

import { THEMES, chooseTheme, expectAccessible } from '../accessibility.ts';
import { NOT_FOUND } from '../pages.ts';
import { expect, expectSameFirstFrame, hydrated, test } from '../fixtures.ts';
import {
  type Open,
  type Person,
  button,
  expectDashboard,
  expectFieldError,
  openMail,
  signOut,
  signUp,
  somebody,
  submitSignIn,
  summary,
} from '../people.ts';

const PAGES = ['', '/members', '/invitations', '/teams', '/roles', '/settings'];

interface Organization {
  name: string;
  slug: string;
}

const toast = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text });
const switcher = (page: Page) => page.getByRole('banner').getByRole('button', { name: /choose an organization/ });

/** Whoever is signed in starts an organization. */
async function createOrganization(page: Page, open: Open): Promise<Organization> {
  const id = randomUUID().slice(0, 8);
  const organization = { name: `Café ${id}`, slug: `cafe-${id}` };
  await open('/orgs/new');
  await page.getByLabel('Name', { exact: true }).fill(organization.name);
  await button(page, 'Create organization').click();
  await expect(page).toHaveURL(`/o/${organization.slug}`);
  await expect(toast(page, 'The organization is ready.')).toBeVisible();
  return organization;
}

async function invite(page: Page, open: Open, { slug }: Organization, emails: string): Promise<void> {
  await open(`/o/${slug}/invitations`);
  await page.getByLabel('Email addresses', { exact: true }).fill(emails);
  await button(page, 'Send invitations').click();
}

async function signIn(page: Page, open: Open, person: Person): Promise<void> {
  await open('/sign-in');
  await submitSignIn(page, person);
  await expectDashboard(page, person);
}

/** Somebody without an account opens their mail, signs up and has joined; a browser of their own. */
async function joinAsSomebodyNew(page: Page, open: Open, person: Person, { name, slug }: Organization): Promise<void> {
  await openMail(page, open, person.email, `Join ${name}`);
  await expect(page.getByRole('main')).toContainText(`invited you to ${name} as member.`);
  await expect(page.getByLabel('Email', { exact: true })).toHaveValue(person.email);
  await expect(page.getByLabel('Email', { exact: true })).toHaveAttribute('readonly');
  await page.getByLabel('Name', { exact: true }).fill(person.name);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await button(page, 'Create account and join').click();
  await expect(page).toHaveURL(`/o/${slug}`);
  await expect(toast(page, 'You have joined.')).toBeVisible();
}

test('an organization is started, and its slug follows the name', async ({ page, open, complaints }) => {
  complaints.expect(/status of 400/);
  await signUp(page, open);
  const organization = await createOrganization(page, open);
  await expect(page.getByRole('main')).toContainText(`/o/${organization.slug}`);
  await open('/orgs');
  await expect(page.getByRole('main').getByRole('link', { name: organization.name })).toBeVisible();

  await open('/orgs/new');
  await page.getByLabel('Name', { exact: true }).fill('Another one');
  const slug = page.getByLabel('Short name for addresses', { exact: true });
  await slug.fill(organization.slug);
  await button(page, 'Create organization').click();
  await expectFieldError(slug, /another organization has this short name/i);
});

test('while the name is typed, the slug is suggested, until somebody types their own @js', async ({ page, open }) => {
  await signUp(page, open);
  await open('/orgs/new');
  const name = page.getByLabel('Name', { exact: true });
  const slug = page.getByLabel('Short name for addresses', { exact: true });
  await name.pressSequentially('Müller & Söhne');
  await expect(slug).toHaveValue('mueller-soehne');
  await slug.fill('my-own');
  await name.pressSequentially(' GmbH');
  await expect(slug).toHaveValue('my-own');
});

test('somebody without an account is invited, joins, gets a role and is removed', async ({ page, open, complaints }) => {
  complaints.expect(NOT_FOUND);
  const owner = await signUp(page, open);
  const organization = await createOrganization(page, open);
  const person = somebody();
  await invite(page, open, organization, person.email);
  await expect(toast(page, 'One invitation is on its way.')).toBeVisible();
  await expect(page.getByRole('main')).toContainText(person.email);
  await signOut(page, open);

  await joinAsSomebodyNew(page, open, person, organization);
  await open(`/o/${organization.slug}/members`);
  await expect(page.getByRole('main')).toContainText(owner.email);
  await expect(page.getByRole('button', { name: /^Remove / })).toHaveCount(0);
  await signOut(page, open);

  await signIn(page, open, owner);
  await open(`/o/${organization.slug}/members`);
  await page.getByLabel(`Role of ${person.name}`, { exact: true }).selectOption('Admin');
  await page.getByRole('button', { name: `Save the role of ${person.name}` }).click();
  await expect(toast(page, 'The role was changed.')).toBeVisible();
  await expect(page.getByLabel(`Role of ${person.name}`, { exact: true })).toHaveValue('admin');
  await page.getByRole('button', { name: `Remove ${person.name}` }).click();
  await expect(toast(page, 'The member was removed.')).toBeVisible();
  await expect(page.getByRole('main')).not.toContainText(person.email);
  await signOut(page, open);

  await signIn(page, open, person);
  const answer = await page.request.get(`/o/${organization.slug}`);
  expect(answer.status()).toBe(404);
});

test('somebody with an account signs in, comes back and accepts', async ({ page, open }) => {
  const person = await signUp(page, open);
  await signOut(page, open);
  await signUp(page, open);
  const organization = await createOrganization(page, open);
  await invite(page, open, organization, person.email);
  await expect(toast(page, 'One invitation is on its way.')).toBeVisible();

  await openMail(page, open, person.email, `Join ${organization.name}`);
  await expect(page.getByRole('main')).toContainText('This invitation is for somebody else');
  await signOut(page, open);
  await openMail(page, open, person.email, `Join ${organization.name}`);
  await page.getByRole('link', { name: 'Sign in to accept' }).click();
  await expect(page).toHaveURL('/sign-in');
  await submitSignIn(page, person);
  await expect(page).toHaveURL(/\/accept-invitation\//);
  await button(page, 'Accept and join').click();
  await expect(page).toHaveURL(`/o/${organization.slug}`);
});

test('an invitation waits in the menu and in the list', async ({ page, open }) => {
  const person = await signUp(page, open);
  await signOut(page, open);
  await signUp(page, open);
  const organization = await createOrganization(page, open);
  await invite(page, open, organization, person.email);
  await expect(toast(page, 'One invitation is on its way.')).toBeVisible();
  await signOut(page, open);
  await signIn(page, open, person);
  await switcher(page).click();
  await page.getByRole('link', { name: '1 invitation', exact: true }).click();
  await expect(page).toHaveURL('/orgs');
  await page.getByRole('button', { name: `Accept the invitation to ${organization.name}` }).click();
  await expect(page).toHaveURL(`/o/${organization.slug}`);
  await expect(switcher(page)).toContainText(organization.name);
});

test('several addresses are invited, and what cannot be stays in the field', async ({ page, open, complaints }) => {
  complaints.expect(/status of 400/);
  const owner = await signUp(page, open);
  const organization = await createOrganization(page, open);
  const [one, other] = [somebody(), somebody()];
  await invite(page, open, organization, `${one.email}, ${owner.email}\n${other.email} nonsense`);
  await expect(summary(page).first()).toContainText(owner.email);
  const field = page.getByLabel('Email addresses', { exact: true });
  await expectFieldError(field, /in the organization already/);
  const list = page.getByRole('main').getByRole('listitem');
  await expect(list.filter({ hasText: one.email })).toHaveCount(1);
  await expect(list.filter({ hasText: other.email })).toHaveCount(1);
  await page.getByRole('button', { name: `Send the invitation to ${one.email} again` }).click();
  await expect(toast(page, 'on its way again')).toBeVisible();
  await page.getByRole('button', { name: `Call off the invitation to ${one.email}` }).click();
  await expect(toast(page, 'The invitation was called off.')).toBeVisible();
  await expect(list.filter({ hasText: one.email })).toHaveCount(0);

  await signOut(page, open);
  await openMail(page, open, one.email, `Join ${organization.name}`);
  await expect(page.getByRole('main')).toContainText('This invitation was called off');
});

test('a team is made, filled, renamed and deleted', async ({ page, open }) => {
  const owner = await signUp(page, open);
  const { slug } = await createOrganization(page, open);
  await open(`/o/${slug}/teams`);
  await page.getByLabel('Name of the team', { exact: true }).fill('Design');
  await button(page, 'Create team').click();
  await expect(toast(page, 'The team is there.')).toBeVisible();
  await page.getByRole('link', { name: 'Open the team Design' }).click();
  await expect(page.getByRole('main')).toContainText('Nobody is in this team yet.');
  const url = new URL(page.url()).pathname;
  await open(url);
  await page.getByLabel('Member', { exact: true }).selectOption(owner.name);
  await button(page, 'Add').click();
  await expect(page.getByRole('button', { name: `Remove ${owner.name} from Design` })).toBeVisible();
  await page.getByLabel('Name of the team', { exact: true }).fill('Research');
  await button(page, 'Rename').click();
  await expect(page.getByRole('heading', { level: 2, name: 'Research' })).toBeVisible();
  await page.getByLabel(/^Yes, delete it/).check();
  await button(page, 'Delete team').click();
  await expect(page).toHaveURL(`/o/${slug}/teams`);
  await expect(page.getByRole('main')).toContainText('There are no teams yet');
});

test('a role of the organization is made, changed and deleted', async ({ page, open }) => {
  await signUp(page, open);
  const { slug } = await createOrganization(page, open);
  await open(`/o/${slug}/roles`);
  const form = page.getByRole('main').locator('form').filter({ hasText: 'Create role' });
  await form.getByLabel('Name of the role', { exact: true }).fill('inviter');
  await form.getByRole('group', { name: 'Invitations' }).getByLabel('create').check();
  await form.getByRole('button', { name: 'Create role' }).click();
  await expect(toast(page, 'The role is there.')).toBeVisible();
  const card = page.getByRole('main').locator('section').filter({ has: page.getByRole('heading', { name: 'inviter' }) });
  await expect(card.getByRole('group', { name: 'Invitations' }).getByLabel('create')).toBeChecked();
  await card.getByRole('group', { name: 'Teams' }).getByLabel('create').check();
  await card.getByRole('button', { name: 'Save' }).click();
  await expect(toast(page, 'The role is saved.')).toBeVisible();
  await page.getByRole('button', { name: 'Delete the role inviter' }).click();
  await expect(toast(page, 'The role was deleted.')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('There are no roles of your own yet');
});

test('an organization is renamed, moved and deleted', async ({ page, open, complaints }) => {
  complaints.expect(/status of 400/);
  await signUp(page, open);
  const { slug } = await createOrganization(page, open);
  await open(`/o/${slug}/settings`);
  await page.getByLabel('Name', { exact: true }).fill('Renamed');
  await page.getByLabel('Short name for addresses', { exact: true }).fill(`${slug}-2`);
  await button(page, 'Save').click();
  await expect(page).toHaveURL(`/o/${slug}-2/settings`);
  await expect(toast(page, 'The organization is saved.')).toBeVisible();
  await open(`/o/${slug}-2/settings`);
  const confirmation = page.getByLabel('Its short name', { exact: true });
  await confirmation.fill('something else');
  await button(page, 'Delete organization').click();
  await expectFieldError(confirmation, /type the short name/i);
  await confirmation.fill(`${slug}-2`);
  await button(page, 'Delete organization').click();
  await expect(page).toHaveURL('/orgs');
  await expect(page.getByRole('main')).toContainText('You are in no organization yet');
});

test('the only owner cannot leave', async ({ page, open, complaints }) => {
  complaints.expect(/status of 400/);
  await signUp(page, open);
  const { slug } = await createOrganization(page, open);
  await open(`/o/${slug}/members`);
  await page.getByLabel('Yes, I want to leave').check();
  await button(page, 'Leave').click();
  await expect(summary(page).filter({ hasText: 'needs an owner' })).toBeVisible();
});

test('two tabs show two organizations', async ({ page, open, context }) => {
  await signUp(page, open);
  const [one, other] = [await createOrganization(page, open), await createOrganization(page, open)];
  const tab = await context.newPage();
  await open(`/o/${one.slug}`);
  await open(`/o/${other.slug}`, tab);
  await expect(switcher(page)).toContainText(one.name);
  await expect(switcher(tab)).toContainText(other.name);
  await tab.close();
});

test('with many organizations, the menu is searched @js', async ({ page, open }) => {
  test.slow();
  await signUp(page, open);
  const all: Organization[] = [];
  for (let number = 0; number < 7; number += 1) all.push(await createOrganization(page, open));
  await open('/dashboard');
  await switcher(page).click();
  const menu = page.locator('#organization-switcher');
  await expect(menu.getByRole('link', { name: all[0]!.name })).toBeVisible();
  await menu.getByRole('searchbox', { name: 'Find an organization' }).fill(all[3]!.name);
  await expect(menu.getByRole('link', { name: all[0]!.name })).toHaveCount(0);
  await menu.getByRole('link', { name: all[3]!.name }).click();
  await expect(page).toHaveURL(`/o/${all[3]!.slug}`);
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
});

test('pages of an organization: the first frame is the same @js', async ({ page, open }) => {
  await signUp(page, open);
  const { slug } = await createOrganization(page, open);
  for (const path of PAGES) {
    await open(`/o/${slug}${path}`);
    await expectSameFirstFrame(page);
  }
});

for (const theme of THEMES) {
  test(`pages of an organization are accessible in ${theme.name} @js`, async ({ page, open, server }) => {
    test.slow();
    await chooseTheme(page, theme, server.url);
    await signUp(page, open);
    const organization = await createOrganization(page, open);
    const person = somebody();
    await invite(page, open, organization, person.email);
    await expect(toast(page, 'One invitation is on its way.')).toBeVisible();
    for (const path of [...PAGES.map((path) => `/o/${organization.slug}${path}`), '/orgs', '/orgs/new']) {
      await open(path);
      await expectAccessible(page);
    }
    await open(`/o/${organization.slug}`);
    await switcher(page).click();
    await expect(page.locator('#organization-switcher')).toBeVisible();
    await expectAccessible(page);
    await signOut(page, open);
    await openMail(page, open, person.email, `Join ${organization.name}`);
    await hydrated(page);
    await expect(page.getByRole('main')).toContainText('Create your account');
    await expectAccessible(page);
  });
}
