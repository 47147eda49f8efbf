use auth::wire::ErrorCode;

use super::{
    Components, Dashboard, ErrorPage, Failing, FormSummary, Header, Landing, Layout, Mailbox, NotFound, Notices,
    PasswordChangedMail, PasswordInput, Problems, Security, Sessions, Settings, SignIn, SignOut, SignUp, Site, Texts,
    ThemeSwitch, Toast, UserMenu, WelcomeMail,
};

/// English.
pub static EN: Texts = Texts {
    lang: "en",
    dir: "ltr",
    site: Site { name: "Latchkey" },
    error_page: ErrorPage { request_id: "Request" },
    form_summary: FormSummary { title: "Please check these points:" },
    header: Header { nav: "Main" },
    layout: Layout { skip_to_content: "Skip to content" },
    password_input: PasswordInput { show: "Show password", hide: "Hide password", caps_lock: "Caps Lock is on." },
    theme_switch: ThemeSwitch {
        label: "Theme",
        system: "Theme of the system",
        light: "Light theme",
        dark: "Dark theme",
    },
    toast: Toast { dismiss: "Dismiss" },
    user_menu: UserMenu { label: "Account", open: |name| format!("Account menu of {name}"), sign_out: "Sign out" },
    landing: Landing {
        heading: "Accounts for your application, in one binary",
        lead: "Sign-up, sign-in and sessions that are compatible with Better Auth, written in Rust, with the pages. Fork it and build on top.",
        sign_up: "Create account",
        open_dashboard: "Open the dashboard",
        demo_title: "This is the development server",
        demo: "Mails are not sent; they arrive in the mailbox page.",
        points: &[
            (
                "Forms that always work",
                "Every form is a real one: it works before the scripts arrive and without them, keeps what was typed and says what is wrong.",
            ),
            (
                "One session everywhere",
                "The server knows who is signed in before it renders. All tabs follow when you sign in or out.",
            ),
            (
                "The Better Auth API",
                "The official clients, cookies and database of Better Auth work against this server unchanged.",
            ),
        ],
    },
    sign_up: SignUp {
        title: "Create your account",
        description: "It takes a name, an address and a password.",
        closed: "New accounts cannot be made here at the moment.",
        name: "Name",
        email: "Email",
        password: "Password",
        password_hint: |min| format!("At least {min} characters. A few random words make a good one."),
        submit: "Create account",
        have_account: "Already have an account?",
    },
    sign_in: SignIn {
        title: "Sign in",
        description: "Welcome back.",
        email: "Email",
        password: "Password",
        remember: "Keep me signed in",
        submit: "Sign in",
        no_account: "New here?",
        sign_up: "Create an account",
        demo_title: "Demo accounts",
        demo: "ana@example.com (administrator) and ben@example.com, both with the password correct-horse-battery.",
    },
    sign_out: SignOut {
        title: "Sign out?",
        signed_in_as: |email| format!("You are signed in as {email}."),
        submit: "Sign out",
        stay: "Stay signed in",
        nobody: "You are not signed in.",
    },
    dashboard: Dashboard {
        title: "Dashboard",
        greeting: |name| format!("Hello, {name}"),
        description: "This page is yours: only you can see it.",
        account: "Account",
        name: "Name",
        email: "Email",
        verified: "Verified",
        not_verified: "Not verified",
        role: "Role",
        member_since: "Member since",
        session: "This session",
        session_description: "How you are signed in on this device.",
        session_unknown: "The details of this session could not be read. Reload the page to try again.",
        signed_in: "Signed in",
        ends: "Ends, unless you come back before",
        address: "Address",
        device: "Browser",
        unknown: "Unknown",
    },
    settings: Settings { title: "Settings" },
    security: Security {
        title: "Security",
        description: "How you sign in.",
        password: "Password",
        password_description: "Use one that you use nowhere else.",
        current_password: "Current password",
        new_password: "New password",
        change_password: "Change password",
    },
    sessions: Sessions {
        title: "Sessions",
        description: "Where you are signed in. End what you do not know, and change your password then.",
        manage: "All sessions",
        device: |device| match (&device.browser, &device.system) {
            (Some(browser), Some(system)) => format!("{browser} on {system}"),
            (Some(name), None) | (None, Some(name)) => name.clone(),
            (None, None) => "Unknown device".to_owned(),
        },
        current: "This device",
        signed_in: "signed in",
        last_active: "last active",
        revoke: "Sign out",
        revoke_label: |device| format!("Sign out {device}"),
        revoke_others: "Sign out everywhere else",
        others_hint: "Ends all sessions but the one of this device.",
        unknown: "Your sessions could not be read. Reload the page to try again.",
    },
    not_found: NotFound {
        title: "Page not found",
        message: "There is nothing at this address. The page may have moved, or the link has a typo.",
        action: "Go to the start page",
    },
    failing: Failing {
        internal: ("Something went wrong", "The fault is ours, and it was noted. Go back and try again in a moment."),
        unavailable: (
            "We will be right back",
            "The service is not available at the moment. Nothing was lost; try again soon.",
        ),
        too_large: ("That was too much", "What was sent is larger than this page can take. Nothing was changed."),
        too_slow: (
            "The connection was too slow",
            "The request did not arrive in time, so nothing was changed. Go back and try again.",
        ),
        action: "Go to the start page",
    },
    mailbox: Mailbox {
        title: "Mailbox",
        description: "Every mail this development server would have sent, the latest first. They are gone after a restart.",
        empty: "No mail yet",
        empty_hint: "Create an account and a welcome mail arrives here.",
        unavailable: "There is no mailbox here: this server sends its mails.",
        to: |address| format!("To {address}"),
    },
    components: Components { title: "Components" },
    notices: Notices {
        signed_up: "Your account is ready.",
        signed_out: "You are signed out.",
        password_changed: "Your password was changed.",
        session_ended: "The session was ended.",
        other_sessions_ended: "You are signed out everywhere else.",
    },
    problems: Problems {
        required: "Fill in this field.",
        offline: "The server could not be reached. What you typed is still here; try again.",
        too_many_requests: |seconds| match seconds {
            1 => "Too many attempts. Try again in a second.".to_owned(),
            seconds => format!("Too many attempts. Try again in {seconds} seconds."),
        },
        of_code: |code| match code {
            ErrorCode::InvalidEmail | ErrorCode::ValidationError => "Enter an email address such as ana@example.com.",
            ErrorCode::InvalidEmailOrPassword => "Email or password is wrong.",
            ErrorCode::InvalidPassword => "This is not your current password.",
            ErrorCode::CredentialAccountNotFound => "Your account has no password yet.",
            ErrorCode::UserAlreadyExists => "There is an account with this address. Sign in, or use another address.",
            ErrorCode::PasswordTooShort => "This password is too short. Make it longer.",
            ErrorCode::PasswordTooLong => "This password is too long. Make it shorter.",
            ErrorCode::EmailPasswordSignUpDisabled => "New accounts cannot be made here at the moment.",
            ErrorCode::EmailPasswordDisabled => "Signing in with a password is switched off here.",
            ErrorCode::InvalidOrigin | ErrorCode::MissingOrNullOrigin | ErrorCode::CrossSiteNavigationLoginBlocked => {
                "This form was sent from another site, so nothing was changed. Open this page here and try again."
            }
            ErrorCode::Unauthorized => "You are signed out. Sign in to go on.",
            ErrorCode::ServiceUnavailable => {
                "The service is not available at the moment. Nothing was lost; try again soon."
            }
            _ => "That did not work, and it is our fault. Try again in a moment.",
        },
    },
    password_changed_mail: PasswordChangedMail {
        subject: |app_name| format!("Your {app_name} password was changed"),
        body: "Your password was changed just now. If that was you, there is nothing to do.",
        not_you: "If it was not you, somebody else has access to your account: reset your password and end all sessions.",
    },
    welcome_mail: WelcomeMail {
        subject: |app_name| format!("Welcome to {app_name}"),
        greeting: |name| format!("Hello {name},"),
        body: "your account is ready. You can sign in with your address and the password you chose.",
        button: "Open your account",
        footer: |app_name| {
            format!("You get this mail because somebody made an account at {app_name} with your address.")
        },
    },
};
