//! Showing that messages to a number reach somebody.

use super::{PHONE_NUMBER, PHONE_NUMBER_VERIFIED, SEND_PHONE_NUMBER_OTP, VERIFY_PHONE_NUMBER};
use crate::{
    Auth, Cx,
    counted_code::IfRight,
    error::{Error, Result},
    features::{
        audit::Note,
        session::{FirstFactor, Proof},
    },
    schema::Model,
    sms::TextPurpose,
    store::{NewUser, UserChanges},
    wire::{
        AuditAction, ErrorCode, Fields, MessageOutput, SendPhoneNumberOtp, SessionWithUser, SignInOutcome, User,
        VerifyPhoneNumber, VerifyPhoneNumberOutput,
    },
};

impl Auth {
    /// Sends a code to a number, whoever has it. `POST /phone-number/send-otp`.
    ///
    /// # Errors
    ///
    /// 400 for what is no number; 501 where no text messages are sent; 503 when the message did not leave.
    pub async fn send_phone_number_otp(&self, cx: &mut Cx, input: SendPhoneNumberOtp) -> Result<MessageOutput> {
        self.perform(cx, &SEND_PHONE_NUMBER_OTP, input, async |_, input| {
            if self.sms_sender().is_none() {
                return Err(ErrorCode::SendOtpNotImplemented.into());
            }
            self.check_phone_number(&input.phone_number).await?;
            let message = self.new_phone_code(TextPurpose::VerifyNumber, &input.phone_number, true).await?;
            self.send_text(message).await?;
            Ok(MessageOutput { message: "code sent".into() })
        })
        .await
    }

    /// Takes the code of a message: it signs in whoever has the number, signs up somebody new if that is switched on, or
    /// gives the caller the number. `POST /phone-number/verify`.
    ///
    /// # Errors
    ///
    /// 400 for a code that is wrong, too old or was not sent, and for a number that somebody else has; 403 after too many
    /// wrong codes; 401 without a session, where the number is to be the caller's; 500 when nobody has the number and it
    /// signs nobody up, as upstream.
    pub async fn verify_phone_number(
        &self,
        cx: &mut Cx,
        input: VerifyPhoneNumber,
    ) -> Result<SignInOutcome<VerifyPhoneNumberOutput>> {
        self.perform(cx, &VERIFY_PHONE_NUMBER, input, async |cx, input| {
            let number = input.phone_number.as_str();
            self.check_phone_number(number).await?;
            if input.update_phone_number == Some(true) {
                let caller = self.require_own_session(cx).await;
                let caller = caller.map_err(|error| match error.code() {
                    ErrorCode::Unauthorized => Error::new(ErrorCode::UserNotFound).with_status(401),
                    _ => error,
                })?;
                self.try_phone_code(cx, TextPurpose::VerifyNumber, number, &input.code, IfRight::UseUp).await?;
                return self.give_phone_number(cx, caller, number).await.map(SignInOutcome::SignedIn);
            }
            self.try_phone_code(cx, TextPurpose::VerifyNumber, number, &input.code, IfRight::UseUp).await?;
            let user = self.user_of_phone_number(cx, number, &input.fields).await?;
            self.phone_number_rules().verified(number, &user).await?;
            if input.disable_session == Some(true) {
                return Ok(SignInOutcome::SignedIn(VerifyPhoneNumberOutput { status: true, token: None, user }));
            }
            let first_factor = FirstFactor { user, remember: true, proof: Proof::Phone };
            let outcome = self.complete_sign_in(cx, first_factor).await?;
            Ok(outcome.map(|signed_in| VerifyPhoneNumberOutput {
                status: true,
                token: Some(signed_in.session.token),
                user: signed_in.user,
            }))
        })
        .await
    }

    /// Uses a code up and says whether it was right, for trusted code alone: it has no route.
    ///
    /// # Errors
    ///
    /// As [`Auth::verify_phone_number`] for the code.
    pub async fn consume_phone_number_otp(&self, phone_number: &str, code: &str) -> Result<()> {
        let cx = Cx::internal();
        self.try_phone_code(&cx, TextPurpose::VerifyNumber, phone_number, code, IfRight::UseUp).await.map(|_| ())
    }

    /// The caller has shown that the number is theirs.
    async fn give_phone_number(
        &self,
        cx: &mut Cx,
        caller: SessionWithUser,
        number: &str,
    ) -> Result<VerifyPhoneNumberOutput> {
        if self.find_user_by_phone_number(number).await?.is_some() {
            return Err(ErrorCode::PhoneNumberExist.into());
        }
        let fields = Fields::default().with(PHONE_NUMBER, number).with(PHONE_NUMBER_VERIFIED, true);
        let changes = UserChanges { fields, ..UserChanges::default() };
        let user = self.update_user_row(&caller.user.id, &changes).await?;
        cx.note(Note::new(AuditAction::PhoneNumberVerified));
        self.phone_number_rules().verified(number, &user).await?;
        let session = SessionWithUser { user, ..caller };
        self.renew_session_cookies(cx, &session)?;
        Ok(VerifyPhoneNumberOutput { status: true, token: Some(session.session.token), user: session.user })
    }

    /// Whoever has a number that was just proven, or somebody new.
    async fn user_of_phone_number(&self, cx: &mut Cx, number: &str, fields: &Fields) -> Result<User> {
        if let Some(user) = self.find_user_by_phone_number(number).await? {
            return self.mark_phone_number_verified(user).await;
        }
        let Some(options) = &self.config().phone_number.sign_up_on_verification else {
            return Err(ErrorCode::FailedToUpdateUser.into());
        };
        let rules = self.phone_number_rules();
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        let email = rules.temp_email(number).unwrap_or_else(|| format!("{digits}@{}", options.temp_email_domain));
        let name = rules.temp_name(number).unwrap_or_else(|| number.to_owned());
        let fields = self.schema().model(Model::User).new_row(fields)?;
        let now = self.now();
        let user = User {
            id: self.generate_id(),
            name,
            email: email.to_lowercase(),
            email_verified: false,
            image: None,
            created_at: now,
            updated_at: now,
            fields: fields.with(PHONE_NUMBER, number).with(PHONE_NUMBER_VERIFIED, true),
        };
        let new = NewUser { user, password_hash: None, account_id: String::new(), linked: None };
        match self.create_user_row(cx, new).await {
            // Another browser of theirs was faster with another code.
            Err(error) if error.code() == ErrorCode::PhoneNumberExist => {
                let made = self.find_user_by_phone_number(number).await?.ok_or(error)?;
                self.mark_phone_number_verified(made).await
            }
            made => made,
        }
    }

    async fn mark_phone_number_verified(&self, user: User) -> Result<User> {
        if user.fields.is_on(PHONE_NUMBER_VERIFIED) {
            return Ok(user);
        }
        let fields = Fields::default().with(PHONE_NUMBER_VERIFIED, true);
        self.update_user_row(&user.id, &UserChanges { fields, ..UserChanges::default() }).await
    }
}
