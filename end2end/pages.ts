/** Every page that is open to all. */
export const PUBLIC_PAGES = [
  '/',
  '/sign-up',
  '/sign-in',
  '/sign-out',
  '/two-factor',
  '/forgot-password',
  '/reset-password',
  '/reset-password?token=abc',
  '/reset-password?by=code',
  '/magic-link',
  '/magic-link?token=abc',
  '/check-email',
  '/check-phone',
  '/verify-email',
  '/verify-email?token=abc',
  '/revert-email',
  '/revert-email?token=abc',
  '/accept-invitation/none?token=none',
  '/auth/error?error=account_not_linked',
  '/dev/mailbox',
  '/dev/components',
];
/** Pages that differ for somebody who is signed in. */
export const SIGNED_IN_PAGES = ['/', '/dashboard', '/settings/profile', '/settings/account', '/settings/security', '/settings/security/two-factor', '/settings/security/passkeys', '/onboarding', '/settings/connections', '/settings/sessions', '/settings/activity', '/settings/api-keys', '/orgs', '/orgs?search=nothing-at-all', '/orgs/new', '/reauth', '/sign-out'];
/** Switches on what adds more names to sign in with, and guests. */
export const ALL_NAMES = `
[username]
enabled = true

[phone_number]
enabled = true
sign_up_on_verification = {}

[anonymous]
enabled = true
`;
/** Pages that differ then. */
export const NAMES_PAGES = ['/sign-in', '/sign-up', '/check-phone', '/forgot-password', '/reset-password?by=text'];
/** Switches on signing in devices. */
export const DEVICES = `
[device_authorization]
enabled = true
interval = 1
`;
/** Pages that are there then, for somebody who is signed in. */
export const DEVICE_PAGES = ['/device', '/device?user_code=WDJB-MJHT', '/device/request', '/device/approved', '/device/denied'];
/** Pages of those who administer. */
export const ADMIN_PAGES = ['/admin', '/admin/users', '/admin/users?search=nobody-at-all', '/admin/organizations', '/admin/organizations?search=nothing-at-all', '/admin/audit-log', '/admin/system'];
/** An address that leads nowhere. */
export const NOWHERE = '/there/is/nothing';
/** What the browser says of it. */
export const NOT_FOUND = /Failed to load resource: the server responded with a status of 404/;
