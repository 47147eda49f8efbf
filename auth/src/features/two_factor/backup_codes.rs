//! Backup codes: each works once, when there is no other second factor at hand.

use subtle::{Choice, ConstantTimeEq as _};

use super::{ENABLED, GENERATE_BACKUP_CODES, VERIFY_BACKUP_CODE};
use crate::{
    Auth, Cx,
    config::CodeStorage,
    error::{Error, Result},
    features::audit::Note,
    rng::{ALPHANUMERIC, random_text},
    store::TwoFactorRow,
    wire::{AuditAction, BackupCodes, ErrorCode, GenerateBackupCodes, TwoFactorOutput, VerifyBackupCode},
};

/// A dash stands after this many letters.
const BEFORE_DASH: usize = 5;

impl Auth {
    /// Takes a backup code for the sign-in that waits. `POST /two-factor/verify-backup-code`.
    ///
    /// # Errors
    ///
    /// 401 for a wrong or used code, and when no sign-in waits here; 400 without backup codes, and after five wrong
    /// codes; 429 while the account is locked.
    pub async fn verify_backup_code(&self, cx: &mut Cx, input: VerifyBackupCode) -> Result<TwoFactorOutput> {
        self.perform(cx, &VERIFY_BACKUP_CODE, input, async |cx, input| {
            let subject = self.second_factor_subject(cx).await?;
            let row = self.store().find_two_factor(&subject.user().id).await?;
            let row = row.ok_or(ErrorCode::BackupCodesNotEnabled)?;
            self.count_code(cx, &subject, Some(&row)).await?;
            let Some(left) = self.use_backup_code(&row, &input.code).await? else {
                cx.note(Note::new(AuditAction::TwoFactorRefused).about(&row.user_id).detail("backup"));
                return Err(ErrorCode::InvalidBackupCode.into());
            };
            cx.note(Note::new(AuditAction::BackupCodeUsed).by(&row.user_id).detail(&left.to_string()));
            if input.disable_session != Some(true) {
                return self.pass_second_factor(cx, subject, Some(&row), input.trust_device).await;
            }
            self.store().forget_wrong_codes(&row.id).await?;
            let user = subject.user().clone();
            let token = subject.into_session().map(|session| session.token);
            Ok(TwoFactorOutput { token, user })
        })
        .await
    }

    /// Makes new backup codes in place of the old ones. `POST /two-factor/generate-backup-codes`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 for a wrong password, and while the second factor is off.
    pub async fn generate_backup_codes(&self, cx: &mut Cx, input: GenerateBackupCodes) -> Result<BackupCodes> {
        self.perform(cx, &GENERATE_BACKUP_CODES, input, async |cx, input| {
            let caller = self.require_own_session(cx).await?;
            if !caller.user.fields.is_on(ENABLED) {
                return Err(ErrorCode::TwoFactorNotEnabled.into());
            }
            let options = &self.config().two_factor;
            let allow_passwordless = options.backup_codes.allow_passwordless.unwrap_or(options.allow_passwordless);
            self.confirm_password(&caller, input.password.as_ref(), allow_passwordless).await?;
            let backup_codes = self.new_backup_codes();
            let encoded = self.encode_backup_codes(&backup_codes)?;
            // Whoever is slower finds other codes than they read, reads again, and is the last.
            loop {
                let row = self.store().find_two_factor(&caller.user.id).await?.ok_or(ErrorCode::TwoFactorNotEnabled)?;
                if self.store().replace_backup_codes(&row.id, &row.backup_codes, &encoded).await? {
                    break;
                }
            }
            cx.note(Note::new(AuditAction::BackupCodesMade));
            Ok(BackupCodes { status: true, backup_codes })
        })
        .await
    }

    /// The backup codes of a user that are left, for trusted code alone: it has no route.
    ///
    /// # Errors
    ///
    /// 400 when the user has none.
    pub async fn view_backup_codes(&self, user_id: &str) -> Result<BackupCodes> {
        let row = self.store().find_two_factor(user_id).await?.ok_or(ErrorCode::BackupCodesNotEnabled)?;
        Ok(BackupCodes { status: true, backup_codes: self.decode_backup_codes(&row)? })
    }

    pub(super) fn new_backup_codes(&self) -> Vec<String> {
        let options = &self.config().two_factor.backup_codes;
        let code = |_| {
            let mut code = random_text(&**self.rng(), ALPHANUMERIC, options.length);
            code.insert(BEFORE_DASH.min(code.len()), '-');
            code
        };
        (0..options.amount).map(code).collect()
    }

    /// What is stored of the codes: a JSON array, encrypted.
    pub(super) fn encode_backup_codes(&self, codes: &[String]) -> Result<String> {
        let json = serde_json::to_string(codes).map_err(Error::internal)?;
        match self.config().two_factor.backup_codes.store_backup_codes {
            CodeStorage::Plain => Ok(json),
            CodeStorage::Encrypted | CodeStorage::Hashed => self.config().secrets.encrypt(&**self.rng(), &json),
        }
    }

    /// The codes that are left; stored readable or encrypted, whatever is configured today.
    pub(super) fn decode_backup_codes(&self, row: &TwoFactorRow) -> Result<Vec<String>> {
        let unreadable = || Error::internal("backup codes were encrypted with a secret that is not configured");
        let stored = &row.backup_codes;
        let json = if stored.starts_with('[') { Some(stored.clone()) } else { self.config().secrets.decrypt(stored) };
        serde_json::from_str(&json.ok_or_else(unreadable)?).map_err(Error::internal)
    }

    /// Uses a code up; how many are left, or `None` if it is none of them. Of parallel uses of one code, one succeeds;
    /// uses of different codes do not get in each other's way.
    async fn use_backup_code(&self, row: &TwoFactorRow, code: &str) -> Result<Option<usize>> {
        let mut row = row.clone();
        loop {
            let mut codes = self.decode_backup_codes(&row)?;
            let Some(index) = position(&codes, code) else {
                return Ok(None);
            };
            codes.remove(index);
            let encoded = self.encode_backup_codes(&codes)?;
            if self.store().replace_backup_codes(&row.id, &row.backup_codes, &encoded).await? {
                return Ok(Some(codes.len()));
            }
            // Another code was used meanwhile, or this one.
            match self.store().find_two_factor(&row.user_id).await? {
                Some(now) => row = now,
                None => return Ok(None),
            }
        }
    }
}

/// Where a code is among others. All of them are looked at, so that the time says nothing; a dash and spaces do not
/// matter to people.
fn position(codes: &[String], code: &str) -> Option<usize> {
    let bare = |code: &str| code.chars().filter(|letter| *letter != '-' && !letter.is_whitespace()).collect::<String>();
    let given = bare(code);
    let is_given = |candidate: &String| -> Choice { bare(candidate).as_bytes().ct_eq(given.as_bytes()) };
    let found: Vec<Choice> = codes.iter().map(is_given).collect();
    found.into_iter().position(bool::from)
}
