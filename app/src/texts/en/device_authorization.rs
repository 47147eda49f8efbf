//! Signing in a device, in English.

use crate::texts::Devices;

pub(super) const EN: Devices = Devices {
    title: "Sign in a device",
    description: "Enter the code that your device shows.",
    code: "Code",
    code_hint: "Dashes, spaces and small letters do not matter.",
    find: "Continue",
    request_title: "Sign in this device?",
    request_description: "A device asks to be signed in with your account.",
    client: "Application",
    shown: "Code on the device",
    scopes: "It asks for",
    no_scopes: "Nothing in particular",
    account: "Your account",
    warning_title: "Is it your device?",
    warning: "Go on only if the code is on a device that you are using right now. If somebody sent you the code, do not allow \
              it: they would be signed in as you.",
    approve: "Sign in the device",
    deny: "Do not sign it in",
    other_account: "Use another account",
    none_title: "No device is waiting",
    none: "Enter the code that the device shows.",
    enter: "Enter a code",
    unknown: "The request of the device could not be read. Reload the page to try again.",
    approved_title: "The device is signed in",
    approved: "Go on there; it may take a few seconds. You can close this page.",
    sessions: "See where you are signed in",
    denied_title: "The device is not signed in",
    denied: "Nobody was signed in. You can close this page.",
};
