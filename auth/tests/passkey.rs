//! Passkeys.

use std::time::Duration;

use async_trait::async_trait;
use auth::{
    Auth, Cx, Error, Result,
    features::passkey::{PasskeyHooks, PasskeyUser, RegistrationChanges, VerifiedAuthentication, VerifiedRegistration},
    wire::{DeviceType, Passkey, SessionWithUser, SignUpEmail},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::common::{
    Answer, Authenticator, BACKED_UP, Client, Database, HOUR, Lie, ORIGIN, PASSWORD, PRESENT, SECOND, SECRET,
    SYNCHRONISED, TestAuth, VERIFIED, sealed,
};

const ANA: &str = "ana@example.com";
const BEN: &str = "ben@example.com";

/// How long a ceremony may take.
const CEREMONY: Duration = Duration::from_mins(5);

impl Client {
    async fn register_options(&mut self) -> Value {
        self.get("/passkey/generate-register-options").await.accepted()
    }

    async fn authenticate_options(&mut self) -> Value {
        self.get("/passkey/generate-authenticate-options").await.accepted()
    }

    async fn send_registration(&mut self, response: &Value) -> Answer {
        self.post("/passkey/verify-registration", &json!({ "response": response, "name": "Laptop" })).await
    }

    async fn send_authentication(&mut self, response: &Value) -> Answer {
        self.post("/passkey/verify-authentication", &json!({ "response": response })).await
    }

    /// Adds a passkey.
    async fn add_passkey(&mut self, device: &mut Authenticator) -> Passkey {
        self.try_add_passkey(device).await.accepted()
    }

    async fn try_add_passkey(&mut self, device: &mut Authenticator) -> Answer {
        let response = device.register(&self.register_options().await);
        self.send_registration(&response).await
    }

    /// Signs in by the latest passkey.
    async fn use_passkey(&mut self, device: &mut Authenticator) -> Answer {
        let response = device.authenticate(&self.authenticate_options().await);
        self.send_authentication(&response).await
    }

    async fn passkeys(&mut self) -> Vec<Passkey> {
        self.get("/passkey/list-user-passkeys").await.accepted()
    }
}

/// Somebody with a passkey.
async fn with_passkey(app: &TestAuth, email: &str) -> (Client, Authenticator, Passkey) {
    let mut client = app.signed_up(email).await;
    let mut device = Authenticator::default();
    let passkey = client.add_passkey(&mut device).await;
    (client, device, passkey)
}

// Adding one, and signing in by it

#[tokio::test]
async fn a_passkey_is_added_and_signs_in_without_an_address() {
    let app = TestAuth::new().await;
    let mut client = app.signed_up(ANA).await;
    let options = client.register_options().await;
    let challenge = options["challenge"].as_str().unwrap();
    let handle = options["user"]["id"].as_str().unwrap();
    assert_eq!(
        options,
        json!({
            "challenge": challenge,
            "rp": { "name": "Latchkey", "id": "localhost" },
            "user": { "id": handle, "name": ANA, "displayName": ANA },
            "pubKeyCredParams": [
                { "alg": -8, "type": "public-key" },
                { "alg": -7, "type": "public-key" },
                { "alg": -257, "type": "public-key" },
            ],
            "timeout": 60_000,
            "attestation": "none",
            "excludeCredentials": [],
            "authenticatorSelection": {
                "residentKey": "preferred", "requireResidentKey": false, "userVerification": "preferred",
            },
            "extensions": { "credProps": true },
            "hints": [],
        })
    );
    assert_eq!(URL_SAFE_NO_PAD.decode(challenge).unwrap().len(), 32);
    let id = client.session().await.user.id;
    let decoded = String::from_utf8(URL_SAFE_NO_PAD.decode(handle).unwrap()).unwrap();
    assert!(decoded.len() == 32 && !decoded.contains(&id), "the handle says nothing: {decoded}");

    let mut device = Authenticator { aaguid: [0xba; 16], ..Authenticator::default() };
    let answer = client.send_registration(&device.register(&options)).await;
    let made: Passkey = answer.accepted();
    assert_eq!(
        answer.json(),
        json!({
            "id": made.id,
            "name": "Laptop",
            "publicKey": made.public_key,
            "userId": id,
            "credentialID": made.credential_id,
            "counter": 0,
            "deviceType": "singleDevice",
            "backedUp": false,
            "transports": "internal,hybrid",
            "createdAt": app.now().to_string(),
            "aaguid": "babababa-baba-baba-baba-babababababa",
        })
    );

    let mut stranger = app.client();
    let options = stranger.authenticate_options().await;
    let challenge = options["challenge"].as_str().unwrap();
    assert_eq!(
        options,
        json!({ "rpId": "localhost", "challenge": challenge, "timeout": 60_000, "userVerification": "preferred" })
    );
    let answer = stranger.send_authentication(&device.authenticate(&options)).await;
    let signed_in: SessionWithUser = answer.accepted();
    assert_eq!(signed_in, stranger.session().await);
    assert_eq!(signed_in.user.email, ANA);
    assert_eq!(client.passkeys().await, [Passkey { counter: 1, ..made }]);
}

#[tokio::test]
async fn a_ceremony_is_a_signed_cookie_that_ends_after_five_minutes() {
    let app = TestAuth::new().await;
    let (_, mut device, _) = with_passkey(&app, ANA).await;
    let mut client = app.client();
    let answer = client.get("/passkey/generate-authenticate-options").await;
    let cookie = answer.set_cookie("better-auth.better-auth-passkey").unwrap();
    assert_eq!(cookie.attributes, "Max-Age=300; Path=/; HttpOnly; SameSite=Lax");

    let response = device.authenticate(&answer.json());
    app.clock.advance(CEREMONY + SECOND);
    client.send_authentication(&response).await.refused(400, "CHALLENGE_NOT_FOUND");
}

#[tokio::test]
async fn who_is_signed_in_is_offered_their_own_passkeys() {
    let app = TestAuth::new().await;
    let (mut client, _, passkey) = with_passkey(&app, ANA).await;
    let own = json!([{ "id": passkey.credential_id, "transports": ["internal", "hybrid"], "type": "public-key" }]);
    assert_eq!(client.authenticate_options().await["allowCredentials"], own);
    assert_eq!(client.register_options().await["excludeCredentials"], own);
    with_passkey(&app, BEN).await;
    assert_eq!(client.authenticate_options().await["allowCredentials"], own);
}

#[tokio::test]
async fn keys_of_ed25519_sign_in_too() {
    let app = TestAuth::new().await;
    let mut device = Authenticator { algorithm: -8, ..Authenticator::default() };
    app.signed_up(ANA).await.add_passkey(&mut device).await;
    app.client().use_passkey(&mut device).await.accepted::<SessionWithUser>();
}

#[tokio::test]
async fn options_say_for_which_site_and_which_authenticators() {
    let app = TestAuth::with(|config| {
        let toml = r#"
            [passkey]
            rp_id = "example.com"
            rp_name = "Acme"
            origin = ["https://app.example.com", "https://example.com"]
            [passkey.authenticator_selection]
            resident_key = "required"
            user_verification = "required"
            [passkey.registration.extensions]
            min_pin_length = true
            [passkey.authentication.extensions]
            large_blob = { read = true }
            [passkey.advanced]
            web_authn_challenge_cookie = "ceremony"
        "#;
        let loaded = auth::AuthConfig::load(config.clone(), toml, |_| None).unwrap();
        assert_eq!(loaded.unknown, []);
        *config = loaded.config;
    })
    .await;
    let mut client = app.signed_up(ANA).await;
    let path = "/passkey/generate-register-options?authenticatorAttachment=cross-platform&name=Ana%27s+key";
    let answer = client.get(path).await;
    assert!(answer.set_cookie("better-auth.ceremony").is_some());
    let options = answer.json();
    assert_eq!(options["rp"], json!({ "name": "Acme", "id": "example.com" }));
    assert_eq!(options["user"]["name"], "Ana's key");
    assert_eq!(
        options["authenticatorSelection"],
        json!({
            "authenticatorAttachment": "cross-platform",
            "residentKey": "required",
            "requireResidentKey": true,
            "userVerification": "required",
        })
    );
    assert_eq!(options["extensions"], json!({ "credProps": true, "minPinLength": true }));

    let origin = |origin: &str| Lie { origin: Some(origin.to_owned()), ..Lie::default() };
    let mut device = Authenticator::default().lying(origin("https://app.example.com"));
    client.add_passkey(&mut device).await;
    let options = app.client().authenticate_options().await;
    assert_eq!(options["extensions"], json!({ "largeBlob": { "read": true } }));
    device.lie = origin("https://example.com");
    app.client().use_passkey(&mut device).await.accepted::<SessionWithUser>();
    device.lie = origin(ORIGIN);
    app.client().use_passkey(&mut device).await.refused(400, "AUTHENTICATION_FAILED");

    // PK-014: where it is required, a device that has not verified the person is refused.
    device.lie = origin("https://example.com");
    device.flags = PRESENT;
    app.client().use_passkey(&mut device).await.refused(400, "AUTHENTICATION_FAILED");
    client.get("/passkey/generate-register-options?authenticatorAttachment=any").await.refused(400, "VALIDATION_ERROR");
}

#[tokio::test]
async fn passkeys_that_are_off_are_unknown() {
    let app = TestAuth::with(|config| config.passkey.enabled = false).await;
    app.signed_up(ANA).await.get("/passkey/list-user-passkeys").await.is_unknown_path();
}

// Who may add one

// PK-019
#[tokio::test]
async fn adding_one_needs_a_recent_and_whole_sign_in() {
    let app = TestAuth::with(|config| config.session.fresh_age = HOUR).await;
    let path = "/passkey/generate-register-options";
    app.client().get(path).await.refused(401, "UNAUTHORIZED");
    let body = json!({ "response": {} });
    app.client().post("/passkey/verify-registration", &body).await.refused(401, "UNAUTHORIZED");

    let mut client = app.signed_up(ANA).await;
    let response = Authenticator::default().register(&client.register_options().await);
    app.clock.advance(HOUR);
    client.get(path).await.refused(403, "SESSION_NOT_FRESH");
    client.send_registration(&response).await.refused(403, "SESSION_NOT_FRESH");

    // A sign-in that waits for its second factor is none.
    let mut fresh = app.signed_in(ANA).await;
    let uri: Value = fresh.post("/two-factor/enable", &json!({ "password": PASSWORD })).await.accepted();
    let uri = url::Url::parse(uri["totpURI"].as_str().unwrap()).unwrap();
    let key = uri.query_pairs().find(|(name, _)| name == "secret").unwrap().1.into_owned();
    let code = app.auth.generate_totp(&format!("base32:{key}")).unwrap();
    fresh.post("/two-factor/verify-totp", &json!({ "code": code })).await.accepted::<Value>();
    let mut waiting = app.client();
    let answer: Value = waiting.try_sign_in(ANA, PASSWORD).await.accepted();
    assert_eq!(answer["twoFactorRedirect"], true);
    waiting.get(path).await.refused(401, "UNAUTHORIZED");
}

#[tokio::test]
async fn a_passkey_that_was_begun_for_somebody_else_is_refused() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    let mut ben = app.signed_up(BEN).await;
    let response = Authenticator::default().register(&ana.register_options().await);
    let ceremony = ana.cookie("better-auth-passkey").unwrap().to_owned();
    let mut ben_with_it = ben.clone().with_cookie("better-auth-passkey", &ceremony);
    ben_with_it.send_registration(&response).await.refused(401, "YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY");
    assert_eq!(ben.passkeys().await, []);
    ana.send_registration(&response).await.refused(400, "CHALLENGE_NOT_FOUND");
}

// PK-017
#[tokio::test]
async fn no_id_is_registered_twice() {
    let app = TestAuth::new().await;
    let (mut ana, mut device, passkey) = with_passkey(&app, ANA).await;
    let mut ben = app.signed_up(BEN).await;
    let again = || Lie { credential_id: Some(passkey.credential_id.clone()), ..Lie::default() };
    for client in [&mut ana, &mut ben] {
        let mut copy = Authenticator::default().lying(again());
        client.try_add_passkey(&mut copy).await.refused(400, "PREVIOUSLY_REGISTERED");
    }
    let signed_in: SessionWithUser = app.client().use_passkey(&mut device).await.accepted();
    assert_eq!(signed_in.user.email, ANA);

    // Once it is removed it may come back.
    ana.post("/passkey/delete-passkey", &json!({ "id": passkey.id })).await.accepted::<Value>();
    ben.add_passkey(&mut Authenticator::default().lying(again())).await;

    let mut tries = JoinSet::new();
    for _ in 0..10 {
        let mut client = ben.clone();
        let lie = Lie { credential_id: Some(URL_SAFE_NO_PAD.encode([7; 16])), ..Lie::default() };
        tries.spawn(async move { client.try_add_passkey(&mut Authenticator::default().lying(lie)).await.status });
    }
    let outcomes = tries.join_all().await;
    assert_eq!(outcomes.iter().filter(|status| **status == 200).count(), 1, "{outcomes:?}");
}

// What has to fit

// PK-001, PK-002
#[tokio::test]
async fn look_alike_origins_are_refused() {
    let app = TestAuth::new().await;
    let (mut client, mut device, _) = with_passkey(&app, ANA).await;
    for origin in [
        "https://localhost:3000",
        "http://localhost",
        "http://localhost:30000",
        "http://localhost:3000/",
        "http://localhost:3000.evil.test",
        "http://evil-localhost:3000",
        "http://localhost.:3000",
        "http://LOCALHOST:3000",
        "http://localhost:3000@evil.test",
        "http://127.0.0.1:3000",
        "http://evil.test",
        "null",
        "",
    ] {
        device.lie = Lie { origin: Some(origin.to_owned()), ..Lie::default() };
        app.client().use_passkey(&mut device).await.refused(400, "AUTHENTICATION_FAILED");
        client
            .try_add_passkey(
                &mut Authenticator::default().lying(Lie { origin: Some(origin.to_owned()), ..Lie::default() }),
            )
            .await
            .refused(500, "FAILED_TO_VERIFY_REGISTRATION");
    }
    // A page of another site that says so itself is not let in at all.
    let mut evil = app.client().on_site("http://evil.test");
    device.lie = Lie { origin: Some("http://evil.test".into()), ..Lie::default() };
    evil.use_passkey(&mut device).await.refused(403, "INVALID_ORIGIN");
    // Nothing says from where.
    device.lie = Lie::default();
    let mut program = app.client().without_origin();
    let answer = program.use_passkey(&mut device).await;
    assert!(matches!(answer.status.as_u16(), 400 | 403), "{answer}");
}

// PK-004
#[tokio::test]
async fn a_ceremony_is_not_taken_for_the_other() {
    let app = TestAuth::new().await;
    let (mut client, mut device, _) = with_passkey(&app, ANA).await;
    device.lie = Lie { kind: Some("webauthn.create"), ..Lie::default() };
    app.client().use_passkey(&mut device).await.refused(400, "AUTHENTICATION_FAILED");
    device.lie = Lie { kind: Some("webauthn.get"), ..Lie::default() };
    client.try_add_passkey(&mut device).await.refused(500, "FAILED_TO_VERIFY_REGISTRATION");
}

// PK-005
#[tokio::test]
async fn a_challenge_is_used_up_whatever_comes_of_it() {
    let app = TestAuth::new().await;
    let (_, mut device, _) = with_passkey(&app, ANA).await;
    let mut client = app.client();
    let response = device.authenticate(&client.authenticate_options().await);
    client.send_authentication(&response).await.accepted::<SessionWithUser>();
    client.send_authentication(&response).await.refused(400, "CHALLENGE_NOT_FOUND");

    let options = client.authenticate_options().await;
    device.lie = Lie { challenge: Some(URL_SAFE_NO_PAD.encode([1; 32])), ..Lie::default() };
    client.send_authentication(&device.authenticate(&options)).await.refused(400, "AUTHENTICATION_FAILED");
    device.lie = Lie::default();
    client.send_authentication(&device.authenticate(&options)).await.refused(400, "CHALLENGE_NOT_FOUND");
}

// PK-007
#[tokio::test]
async fn a_challenge_is_bound_to_the_browser() {
    let app = TestAuth::new().await;
    let (_, mut device, _) = with_passkey(&app, ANA).await;
    let response = device.authenticate(&app.client().authenticate_options().await);
    app.client().send_authentication(&response).await.refused(400, "CHALLENGE_NOT_FOUND");
    let mut other = app.client();
    other.authenticate_options().await;
    other.send_authentication(&response).await.refused(400, "AUTHENTICATION_FAILED");
}

// PK-008
#[tokio::test]
async fn a_challenge_for_adding_does_not_sign_in() {
    let app = TestAuth::new().await;
    let (mut client, mut device, _) = with_passkey(&app, ANA).await;
    let mut options = client.register_options().await;
    options["rpId"] = json!("localhost");
    client.send_authentication(&device.authenticate(&options)).await.refused(400, "CHALLENGE_NOT_FOUND");

    let mut options = client.authenticate_options().await;
    options["rp"] = json!({ "id": "localhost" });
    options["user"] = json!({ "id": "" });
    let response = Authenticator::default().register(&options);
    client.send_registration(&response).await.refused(400, "CHALLENGE_NOT_FOUND");
}

// PK-009
#[tokio::test]
async fn the_key_of_somebody_else_does_not_sign_in() {
    let app = TestAuth::new().await;
    let (_, _, ana) = with_passkey(&app, ANA).await;
    let (_, mut device, _) = with_passkey(&app, BEN).await;
    device.lie = Lie { credential_id: Some(ana.credential_id), user_handle: Some(String::new()), ..Lie::default() };
    app.client().use_passkey(&mut device).await.refused(401, "AUTHENTICATION_FAILED");
}

// PK-010
#[tokio::test]
async fn the_user_handle_has_to_be_the_one_that_was_given() {
    let app = TestAuth::new().await;
    let (mut client, mut device, _) = with_passkey(&app, ANA).await;
    let mut ben = app.signed_up(BEN).await;
    let handle = ben.register_options().await["user"]["id"].as_str().unwrap().to_owned();
    for handle in [handle, client.session().await.user.id] {
        device.lie = Lie { user_handle: Some(handle), ..Lie::default() };
        app.client().use_passkey(&mut device).await.refused(400, "AUTHENTICATION_FAILED");
    }
    // A security key that was named by its id says none.
    device.lie = Lie { user_handle: Some(String::new()), ..Lie::default() };
    app.client().use_passkey(&mut device).await.accepted::<SessionWithUser>();
}

// PK-013
#[tokio::test]
async fn a_counter_goes_on_or_stays_at_zero() {
    let app = TestAuth::new().await;
    let (mut client, mut device, _) = with_passkey(&app, ANA).await;
    let counting = |counter| Lie { counter: Some(counter), ..Lie::default() };
    device.lie = counting(7);
    app.client().use_passkey(&mut device).await.accepted::<SessionWithUser>();
    for counter in [7, 6, 0] {
        device.lie = counting(counter);
        app.client().use_passkey(&mut device).await.refused(400, "AUTHENTICATION_FAILED");
    }
    assert_eq!(client.passkeys().await[0].counter, 7);

    // Two with one counter, as a copied key has it.
    device.lie = counting(9);
    let mut tries = JoinSet::new();
    for _ in 0..2 {
        let mut browser = app.client();
        let response = device.authenticate(&browser.authenticate_options().await);
        tries.spawn(async move { browser.send_authentication(&response).await.status.as_u16() });
    }
    let mut outcomes = tries.join_all().await;
    outcomes.sort_unstable();
    assert_eq!(outcomes, [200, 400]);

    // Authenticators that do not count.
    let (_, mut device, _) = with_passkey(&app, BEN).await;
    device.lie = counting(0);
    for _ in 0..3 {
        app.client().use_passkey(&mut device).await.accepted::<SessionWithUser>();
    }
}

// PK-015
#[tokio::test]
async fn somebody_has_to_be_there() {
    let app = TestAuth::new().await;
    let (mut client, mut device, _) = with_passkey(&app, ANA).await;
    device.flags = VERIFIED;
    app.client().use_passkey(&mut device).await.refused(400, "AUTHENTICATION_FAILED");
    client.try_add_passkey(&mut device).await.refused(500, "FAILED_TO_VERIFY_REGISTRATION");
}

#[tokio::test]
async fn a_passkey_that_a_browser_makes_without_asking_needs_nobody() {
    let app = TestAuth::new().await;
    let mut client = app.signed_up(ANA).await;
    let mut device = Authenticator { flags: 0, ..Authenticator::default() };
    let options: Value = client.get("/passkey/generate-register-options?mediation=conditional").await.accepted();
    client.send_registration(&device.register(&options)).await.accepted::<Passkey>();
    // To sign in somebody has to be there.
    app.client().use_passkey(&mut device).await.refused(400, "AUTHENTICATION_FAILED");
    device.flags = PRESENT;
    app.client().use_passkey(&mut device).await.accepted::<SessionWithUser>();
}

// PK-016
#[tokio::test]
async fn backup_flags_are_kept_and_have_to_make_sense() {
    let app = TestAuth::new().await;
    let (mut client, mut device, _) = with_passkey(&app, ANA).await;
    for flags in [BACKED_UP, SYNCHRONISED, SYNCHRONISED | BACKED_UP] {
        device.flags = PRESENT | VERIFIED | flags;
        app.client().use_passkey(&mut device).await.refused(400, "AUTHENTICATION_FAILED");
    }
    device.flags = PRESENT | BACKED_UP;
    client.try_add_passkey(&mut device).await.refused(500, "FAILED_TO_VERIFY_REGISTRATION");

    let mut ben = app.signed_up(BEN).await;
    let mut synchronised = Authenticator { flags: PRESENT | VERIFIED | SYNCHRONISED, ..Authenticator::default() };
    let made = ben.add_passkey(&mut synchronised).await;
    assert_eq!((made.device_type, made.backed_up), (DeviceType::MultiDevice, false));
    synchronised.flags |= BACKED_UP;
    app.client().use_passkey(&mut synchronised).await.accepted::<SessionWithUser>();
    assert!(ben.passkeys().await[0].backed_up);
    synchronised.flags = PRESENT | VERIFIED;
    app.client().use_passkey(&mut synchronised).await.refused(400, "AUTHENTICATION_FAILED");
}

#[tokio::test]
async fn a_passkey_of_another_site_is_refused() {
    let app = TestAuth::new().await;
    let (mut client, mut device, _) = with_passkey(&app, ANA).await;
    device.lie = Lie { rp_id: Some("evil.test"), ..Lie::default() };
    app.client().use_passkey(&mut device).await.refused(400, "AUTHENTICATION_FAILED");
    client.try_add_passkey(&mut device).await.refused(500, "FAILED_TO_VERIFY_REGISTRATION");
}

// PK-020
#[tokio::test]
async fn what_cannot_be_read_is_a_bad_request() {
    let app = TestAuth::new().await;
    let (mut client, mut device, _) = with_passkey(&app, ANA).await;
    let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let deep = vec![0x81; 10_000];
    let objects = [
        String::new(),
        "x".into(),
        "not base64!".into(),
        encode(&[]),
        encode(&[0xa3]),
        encode(&[0x80]),
        encode(&[0xff; 100]),
        encode(&deep),
        // A text and an array that say to be longer than everything.
        encode(&[0x7b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
        encode(&[0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
    ];
    for object in objects {
        let mut response = Authenticator::default().register(&client.register_options().await);
        response["response"]["attestationObject"] = json!(object);
        client.send_registration(&response).await.refused(400, "FAILED_TO_VERIFY_REGISTRATION");
    }
    // Each piece of a right one.
    let right = Authenticator::default().register(&client.register_options().await);
    let object = URL_SAFE_NO_PAD.decode(right["response"]["attestationObject"].as_str().unwrap()).unwrap();
    for end in (0..object.len()).step_by(7) {
        let mut response = Authenticator::default().register(&client.register_options().await);
        response["response"]["attestationObject"] = json!(encode(&object[..end]));
        client.send_registration(&response).await.refused(400, "FAILED_TO_VERIFY_REGISTRATION");
    }
    for response in [json!(null), json!(7), json!([]), json!({}), json!({ "id": "x", "rawId": "y" })] {
        client.register_options().await;
        client.send_registration(&response).await.refused(400, "FAILED_TO_VERIFY_REGISTRATION");
    }

    for field in ["clientDataJSON", "authenticatorData", "signature"] {
        for wrong in [json!(null), json!("!"), json!(7), json!("")] {
            let mut browser = app.client();
            let mut response = device.authenticate(&browser.authenticate_options().await);
            response["response"][field] = wrong;
            let answer = browser.send_authentication(&response).await;
            assert!(matches!(answer.status.as_u16(), 400 | 401), "{field}: {answer}");
        }
    }
    app.client().post("/passkey/verify-authentication", &json!({})).await.refused(400, "VALIDATION_ERROR");
}

// PK-021
#[tokio::test]
async fn keys_of_kinds_that_were_not_offered_are_refused() {
    let app = TestAuth::new().await;
    let mut client = app.signed_up(ANA).await;
    // RS1, ES384, ES512 and one that nobody knows.
    for algorithm in [-65_535, -35, -36, 4711] {
        let lie = Lie { algorithm: Some(algorithm), ..Lie::default() };
        let answer = client.try_add_passkey(&mut Authenticator::default().lying(lie)).await;
        assert_eq!(answer.code(), "FAILED_TO_VERIFY_REGISTRATION", "{answer}");
    }
    assert_eq!(client.passkeys().await, []);
}

// PK-022
#[tokio::test]
async fn frames_of_other_sites_are_refused_unless_they_are_allowed() {
    let lies = || {
        let lie = |name, value: Value| Lie { client_data: [(name, value)].into(), ..Lie::default() };
        [lie("crossOrigin", json!(true)), lie("topOrigin", json!("https://evil.test"))]
    };
    let app = TestAuth::new().await;
    let (_, mut device, _) = with_passkey(&app, ANA).await;
    for lie in lies() {
        device.lie = lie;
        app.client().use_passkey(&mut device).await.refused(400, "AUTHENTICATION_FAILED");
    }
    let app = TestAuth::with(|config| config.passkey.allow_cross_origin = true).await;
    let (_, mut device, _) = with_passkey(&app, ANA).await;
    for lie in lies() {
        device.lie = lie;
        app.client().use_passkey(&mut device).await.accepted::<SessionWithUser>();
    }
}

// PK-026
#[tokio::test]
async fn of_fifty_uses_of_one_challenge_one_succeeds() {
    let app = TestAuth::new().await;
    let (_, mut device, _) = with_passkey(&app, ANA).await;
    let mut client = app.client();
    let response = device.authenticate(&client.authenticate_options().await);
    let mut tries = JoinSet::new();
    for _ in 0..50 {
        let (mut client, response) = (client.clone(), response.clone());
        tries.spawn(async move { client.send_authentication(&response).await.status.as_u16() });
    }
    let outcomes = tries.join_all().await;
    assert_eq!(outcomes.iter().filter(|status| **status == 200).count(), 1, "{outcomes:?}");
    assert!(outcomes.iter().all(|status| matches!(status, 200 | 400)), "{outcomes:?}");
    let mut ana = app.signed_in(ANA).await;
    let sessions: Vec<Value> = ana.get("/list-sessions").await.accepted();
    assert_eq!(sessions.len(), 3, "of signing up, of the passkey and of this browser");
}

// The second factor

// PK-014
#[tokio::test]
async fn a_passkey_counts_as_two_factors_if_the_device_has_verified_the_person() {
    let app = TestAuth::with(|config| config.two_factor.asked_after = auth::config::AskedAfter::EveryFirstFactor).await;
    let (mut client, mut device, _) = with_passkey(&app, ANA).await;
    let body = json!({ "password": PASSWORD, "method": "otp" });
    client.post("/two-factor/enable", &body).await.accepted::<Value>();

    app.client().use_passkey(&mut device).await.accepted::<SessionWithUser>();
    device.flags = PRESENT;
    let answer: Value = app.client().use_passkey(&mut device).await.accepted();
    assert_eq!(answer, json!({ "twoFactorRedirect": true, "twoFactorMethods": ["otp"] }));
}

fn asking_after_everything(config: &mut auth::AuthConfig) {
    config.two_factor.asked_after = auth::config::AskedAfter::EveryFirstFactor;
    config.passkey.second_factor = true;
}

#[tokio::test]
async fn a_passkey_is_a_second_factor_after_a_password() {
    let app = TestAuth::with(asking_after_everything).await;
    let (mut client, mut device, passkey) = with_passkey(&app, ANA).await;
    device.flags = PRESENT;
    let body = json!({ "password": PASSWORD, "method": "otp" });
    client.post("/two-factor/enable", &body).await.accepted::<Value>();
    client
        .post("/two-factor/enable", &json!({ "password": PASSWORD, "method": "passkey" }))
        .await
        .refused(400, "VALIDATION_ERROR");

    let mut browser = app.client();
    let answer: Value = browser.try_sign_in(ANA, PASSWORD).await.accepted();
    assert_eq!(answer["twoFactorMethods"], json!(["otp", "passkey"]));
    let options = browser.authenticate_options().await;
    assert_eq!(options["allowCredentials"][0]["id"], passkey.credential_id.as_str());
    let response = device.authenticate(&options);
    let signed_in: SessionWithUser = browser.send_authentication(&response).await.accepted();
    assert_eq!(signed_in, browser.session().await);
}

#[tokio::test]
async fn a_passkey_is_not_its_own_second_factor() {
    let app = TestAuth::with(asking_after_everything).await;
    let (mut client, mut device, _) = with_passkey(&app, ANA).await;
    device.flags = PRESENT;
    let body = json!({ "password": PASSWORD, "method": "otp" });
    client.post("/two-factor/enable", &body).await.accepted::<Value>();

    let mut browser = app.client();
    for _ in 0..2 {
        let answer: Value = browser.use_passkey(&mut device).await.accepted();
        assert_eq!(answer, json!({ "twoFactorRedirect": true, "twoFactorMethods": ["otp"] }));
    }
    assert_eq!(browser.get_session().await, None);
}

#[tokio::test]
async fn the_passkey_of_somebody_else_is_not_the_second_factor_of_a_sign_in() {
    let app = TestAuth::with(asking_after_everything).await;
    let (mut ana, ..) = with_passkey(&app, ANA).await;
    let (_, mut device, _) = with_passkey(&app, BEN).await;
    let body = json!({ "password": PASSWORD, "method": "otp" });
    ana.post("/two-factor/enable", &body).await.accepted::<Value>();
    let mut browser = app.client();
    browser.try_sign_in(ANA, PASSWORD).await.accepted::<Value>();
    let signed_in: SessionWithUser = browser.use_passkey(&mut device).await.accepted();
    assert_eq!(signed_in.user.email, BEN, "it signs in whose it is");
}

// PK-024
#[tokio::test]
async fn somebody_who_is_banned_does_not_come_in_by_a_passkey() {
    let app = TestAuth::new().await;
    let (_, mut device, _) = with_passkey(&app, ANA).await;
    app.db.execute(r#"UPDATE "user" SET "banned" = true"#).await;
    app.client().use_passkey(&mut device).await.refused(403, "BANNED_USER");
}

// Managing

// PK-018
#[tokio::test]
async fn passkeys_are_renamed_and_removed_by_their_owner_alone() {
    let app = TestAuth::new().await;
    let (mut ana, mut device, passkey) = with_passkey(&app, ANA).await;
    let mut ben = app.signed_up(BEN).await;
    let (rename, remove) = ("/passkey/update-passkey", "/passkey/delete-passkey");
    let body = json!({ "id": passkey.id, "name": " Work " });
    ben.post(rename, &body).await.refused(401, "YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY");
    ben.post(remove, &body).await.refused(401, "UNAUTHORIZED");
    app.client().post(rename, &body).await.refused(401, "UNAUTHORIZED");
    app.client().post(remove, &body).await.refused(401, "UNAUTHORIZED");
    ana.post(rename, &json!({ "id": "missing", "name": "x" })).await.refused(404, "PASSKEY_NOT_FOUND");
    ana.post(remove, &json!({ "id": "missing" })).await.refused(404, "PASSKEY_NOT_FOUND");
    ana.post(rename, &json!({ "id": passkey.id, "name": "  " })).await.refused(400, "VALIDATION_ERROR");

    let renamed: Value = ana.post(rename, &body).await.accepted();
    assert_eq!(renamed["passkey"]["name"], "Work");
    assert_eq!(ana.passkeys().await[0].name.as_deref(), Some("Work"));

    let removed: Value = ana.post(remove, &body).await.accepted();
    assert_eq!(removed, json!({ "status": true }));
    // PK-011
    app.client().use_passkey(&mut device).await.refused(401, "PASSKEY_NOT_FOUND");
    ana.post(remove, &body).await.refused(404, "PASSKEY_NOT_FOUND");
}

#[tokio::test]
async fn passkeys_go_with_the_account() {
    let app = TestAuth::with(|config| config.user.delete_user = true).await;
    let (mut client, mut device, _) = with_passkey(&app, ANA).await;
    client.post("/delete-user", &json!({ "password": PASSWORD })).await.accepted::<Value>();
    assert_eq!(app.db.count("passkey").await, 0);
    assert_eq!(app.db.texts(r#"SELECT "credentialHash" FROM "latchkeyPasskey""#).await, [""; 0]);
    app.client().use_passkey(&mut device).await.refused(401, "PASSKEY_NOT_FOUND");
}

// Beside Better Auth

#[tokio::test]
async fn rows_of_better_auth_sign_in_whatever_their_user_handle() {
    let app = TestAuth::new().await;
    let (_, mut device, _) = with_passkey(&app, ANA).await;
    app.db.execute(r#"DELETE FROM "latchkeyPasskey""#).await;
    app.db.execute(r#"UPDATE "passkey" SET "name" = NULL, "createdAt" = NULL, "aaguid" = NULL"#).await;
    device.lie = Lie { user_handle: Some(URL_SAFE_NO_PAD.encode("drawn by Better Auth")), ..Lie::default() };
    app.client().use_passkey(&mut device).await.accepted::<SessionWithUser>();
    // Nor is its id registered again.
    let mut ben = app.signed_up(BEN).await;
    let mut copy = Authenticator::default();
    let id = app.db.text(r#"SELECT "credentialID" FROM "passkey""#).await;
    copy.lie = Lie { credential_id: Some(id), ..Lie::default() };
    ben.try_add_passkey(&mut copy).await.refused(400, "PREVIOUSLY_REGISTERED");
}

#[tokio::test]
async fn a_ceremony_that_better_auth_began_is_gone_on_with() {
    let app = TestAuth::with(|config| config.shared_database = true).await;
    let (_, mut device, _) = with_passkey(&app, ANA).await;
    let secret = "AAAABBBBCCCCDDDD_-AABBBBCCCCDDDD";
    let challenge = URL_SAFE_NO_PAD.encode([5; 32]);
    let value = json!({ "type": "authentication", "expectedChallenge": challenge, "userData": { "id": "" } });
    let (now, end) = (app.now(), app.now() + CEREMONY);
    let row = format!(
        r#"INSERT INTO "verification" ("id", "identifier", "value", "expiresAt", "createdAt", "updatedAt")
        VALUES ('row', '{secret}', '{value}', '{end}', '{now}', '{now}')"#
    );
    app.db.execute(&row).await;
    let response = device.authenticate(&json!({ "rpId": "localhost", "challenge": challenge }));
    let mut client = app.client().with_cookie("better-auth-passkey", &sealed(secret, SECRET));
    client.send_authentication(&response).await.accepted::<SessionWithUser>();
}

// Rules of the application

/// Lets people sign up with a passkey, by an invitation that the client shows.
#[derive(Debug)]
struct ByInvitation;

#[async_trait]
impl PasskeyHooks for ByInvitation {
    async fn resolve_user(&self, _: &Auth, _: &mut Cx, context: Option<&str>) -> Result<Option<PasskeyUser>> {
        let invited = context.filter(|context| *context == "invitation");
        Ok(invited.map(|_| PasskeyUser {
            id: "to be made".into(),
            name: "cleo@example.com".into(),
            display_name: None,
        }))
    }

    async fn after_registration(
        &self,
        auth: &Auth,
        _: &mut Cx,
        verified: &VerifiedRegistration,
    ) -> Result<RegistrationChanges> {
        if verified.context.is_none() {
            return Ok(RegistrationChanges { name: Some("Unnamed".into()), ..RegistrationChanges::default() });
        }
        assert_eq!(verified.user.name, "cleo@example.com");
        assert!(verified.user_verified && !verified.backed_up);
        let input = SignUpEmail {
            name: "Cleo".into(),
            email: verified.user.name.clone(),
            password: PASSWORD.into(),
            ..SignUpEmail::default()
        };
        let made = auth.sign_up_email(&mut Cx::internal(), input).await?;
        Ok(RegistrationChanges { user_id: Some(made.user.id), name: None })
    }

    async fn after_authentication(&self, _: &Auth, _: &mut Cx, verified: &VerifiedAuthentication) -> Result<()> {
        let lost = verified.passkey.name.as_deref() == Some("Lost");
        if lost { Err(Error::refuse(403, "LOST", "This passkey was reported as lost.")) } else { Ok(()) }
    }
}

async fn by_invitation() -> TestAuth {
    let open = |config: &mut auth::AuthConfig| config.passkey.registration.require_session = false;
    TestAuth::built(Database::empty().await, open, |builder| builder.passkey_hooks(ByInvitation)).await
}

#[tokio::test]
async fn where_no_session_is_needed_the_application_says_whose_passkey_it_is() {
    let app = by_invitation().await;
    let path = "/passkey/generate-register-options";
    app.client().get(path).await.refused(400, "RESOLVE_USER_REQUIRED");

    let mut client = app.client();
    let options: Value = client.get(&format!("{path}?context=invitation")).await.accepted();
    assert_eq!(options["user"]["displayName"], "cleo@example.com");
    let mut device = Authenticator::default();
    let response = device.register(&options);
    let body = json!({ "response": response, "createSession": true });
    let answer = client.post("/passkey/verify-registration", &body).await;
    let output: Value = answer.accepted();
    let session = client.session().await;
    assert_eq!(session.user.email, "cleo@example.com");
    assert_eq!(output["session"]["id"], session.session.id);
    assert_eq!(output["user"]["id"], output["userId"]);
    assert_eq!(output["name"], Value::Null);
    app.client().use_passkey(&mut device).await.accepted::<SessionWithUser>();
}

#[tokio::test]
async fn rules_name_passkeys_and_refuse_them() {
    let app = by_invitation().await;
    let mut client = app.signed_up(ANA).await;
    let mut device = Authenticator::default();
    let response = device.register(&client.register_options().await);
    let body = json!({ "response": response, "name": "   " });
    let passkey: Passkey = client.post("/passkey/verify-registration", &body).await.accepted();
    assert_eq!(passkey.name.as_deref(), Some("Unnamed"));
    let body = json!({ "id": passkey.id, "name": "Lost" });
    client.post("/passkey/update-passkey", &body).await.accepted::<Value>();
    app.client().use_passkey(&mut device).await.refused(403, "LOST");
    assert_eq!(client.passkeys().await[0].counter, 0, "it was not used");
}

#[tokio::test]
async fn a_passkey_for_nobody_is_refused() {
    let app = TestAuth::built(
        Database::empty().await,
        |config| config.passkey.registration.require_session = false,
        |builder| builder.passkey_hooks(ForNobody),
    )
    .await;
    for (create_session, code) in [(false, "FAILED_TO_VERIFY_REGISTRATION"), (true, "USER_NOT_FOUND")] {
        let mut client = app.client();
        let response = Authenticator::default().register(&client.register_options().await);
        let body = json!({ "response": response, "createSession": create_session });
        client.post("/passkey/verify-registration", &body).await.refused(500, code);
    }
}

#[derive(Debug)]
struct ForNobody;

#[async_trait]
impl PasskeyHooks for ForNobody {
    async fn resolve_user(&self, _: &Auth, _: &mut Cx, _: Option<&str>) -> Result<Option<PasskeyUser>> {
        Ok(Some(PasskeyUser { id: "nobody".into(), name: "nobody".into(), display_name: None }))
    }
}
