use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use tokio::sync::Notify;

use super::{Mail, MailError, Mailer};

/// Keeps the latest mails in memory: the mailbox of development and of tests.
#[derive(Debug, Default)]
pub struct Mailbox {
    mails: Mutex<VecDeque<Mail>>,
    arrived: Notify,
}

impl Mailbox {
    /// As many mails as are kept.
    pub const CAPACITY: usize = 200;

    /// The kept mails, the latest first.
    pub fn mails(&self) -> Vec<Mail> {
        self.lock().iter().cloned().collect()
    }

    /// The latest mail to an address, as soon as there is one.
    pub async fn latest_to(&self, address: &str) -> Mail {
        loop {
            let arrived = self.arrived.notified();
            if let Some(mail) = self.lock().iter().find(|mail| mail.to.as_str() == address) {
                return mail.clone();
            }
            arrived.await;
        }
    }

    /// The earliest mail to an address, as soon as there is one; it is taken out.
    pub async fn next_to(&self, address: &str) -> Mail {
        loop {
            let arrived = self.arrived.notified();
            {
                let mut mails = self.lock();
                let earliest = mails.iter().rposition(|mail| mail.to.as_str() == address);
                if let Some(mail) = earliest.and_then(|index| mails.remove(index)) {
                    return mail;
                }
            }
            arrived.await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Mail>> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Mailer for Mailbox {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        let mut mails = self.lock();
        mails.push_front(mail);
        mails.truncate(Self::CAPACITY);
        drop(mails);
        self.arrived.notify_waiters();
        Ok(())
    }

    fn is_instant(&self) -> bool {
        true
    }
}
