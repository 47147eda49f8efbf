//! What pages may know of a session.

use auth::{
    Auth, Cx,
    wire::{SessionWithUser, User},
};

use crate::session::{Impersonator, OrganizationLink, OtherAccount, SessionState};

/// Invitations are counted up to this.
const MOST_COUNTED: u64 = 100;

impl SessionState {
    /// What the pages may know of a session.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub async fn of(auth: &Auth, cx: &Cx, session: Option<&SessionWithUser>) -> auth::Result<Self> {
        let signed_in_here = auth.device_sessions(cx).await?;
        let Some(SessionWithUser { session, user, .. }) = session else {
            let others = signed_in_here.into_iter().map(OtherAccount::from).collect();
            return Ok(Self { pending: auth.pending_sign_in(cx).await?, others, ..Self::default() });
        };
        let others = signed_in_here.into_iter().filter(|other| other.user.id != user.id);
        let impersonator = session.impersonated_by().map(|id| Impersonator {
            id: id.to_owned(),
            minutes_left: session.expires_at.since(auth.clock().now()).as_secs().div_ceil(60),
        });
        let (organizations, invitations) = organizations(auth, user).await?;
        Ok(Self {
            others: others.map(OtherAccount::from).collect(),
            organizations,
            invitations,
            user: Some(user.clone()),
            expires_at: Some(session.expires_at),
            fresh: auth.is_fresh(session),
            admin: impersonator.is_none() && auth.is_admin(user),
            impersonator,
            pending: None,
        })
    }
}

/// The organizations of a user, by name, and how many invitations wait for them.
async fn organizations(auth: &Auth, user: &User) -> auth::Result<(Vec<OrganizationLink>, usize)> {
    let options = &auth.config().organization;
    if !options.enabled {
        return Ok((Vec::new(), 0));
    }
    let now = auth.clock().now();
    let own = auth.store().list_organizations(&user.id, now).await?;
    let mut own: Vec<_> = own.into_iter().map(OrganizationLink::from).collect();
    own.sort_by_cached_key(|own| own.name.to_lowercase());
    // Whoever has to confirm the address first is not told what waits for it.
    if options.require_email_verification_on_invitation && !user.email_verified {
        return Ok((own, 0));
    }
    let waiting = auth.store().list_invitations_to(&user.email, MOST_COUNTED).await?;
    Ok((own, waiting.iter().filter(|waiting| waiting.invitation.is_open(now)).count()))
}
