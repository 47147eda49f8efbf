//! Requests of devices.

use auth::{
    store::{DeviceCodeRow, DeviceCodeStore as _, StoreError},
    wire::DeviceCodeStatus,
};
use tokio::task::JoinSet;

use super::{NOW, Subject, stores};
use crate::common::{DAY, MILLISECOND, SECOND};

fn request(name: &str) -> DeviceCodeRow {
    DeviceCodeRow {
        id: format!("{name}-id"),
        device_code: format!("{name}-device-code"),
        user_code: format!("{name}-CODE"),
        user_id: None,
        expires_at: NOW + DAY,
        status: DeviceCodeStatus::Pending,
        last_polled_at: None,
        polling_interval: Some(5000),
        client_id: Some("tv".into()),
        scope: (name == "ana").then(|| "watch \u{1f511}".to_owned()),
    }
}

impl Subject {
    async fn asked(&self, name: &str) -> DeviceCodeRow {
        let row = request(name);
        self.store.create_device_code(&row).await.unwrap();
        row
    }

    async fn approved(&self, name: &str) -> DeviceCodeRow {
        let row = self.asked(name).await;
        assert!(self.store.claim_device_code(&row.id, "u").await.unwrap());
        assert!(self.store.answer_device_code(&row.id, "u", DeviceCodeStatus::Approved, NOW).await.unwrap());
        row
    }
}

#[tokio::test]
async fn a_request_is_found_by_either_code() {
    for subject in stores().await {
        let (row, other) = (subject.asked("ana").await, subject.asked("bo").await);
        let store = &subject.store;
        let stored = ["no-such-code".to_owned(), row.device_code.clone()];
        assert_eq!(store.find_device_code(&stored).await.unwrap(), Some(row.clone()));
        assert_eq!(store.find_user_code(&other.user_code).await.unwrap(), Some(other));
        assert_eq!(store.find_user_code("none").await.unwrap(), None);
        for twice in [
            DeviceCodeRow { id: "x".into(), device_code: "x".into(), ..row.clone() },
            DeviceCodeRow { id: "y".into(), user_code: "y".into(), ..row },
        ] {
            assert!(matches!(store.create_device_code(&twice).await, Err(StoreError::Duplicate)));
        }
    }
}

#[tokio::test]
async fn a_request_is_claimed_once_and_answered_once_by_its_owner() {
    for subject in stores().await {
        let row = subject.asked("ana").await;
        let store = &subject.store;
        let answer = |user: &'static str, status, now| store.answer_device_code(&row.id, user, status, now);
        assert!(!answer("u", DeviceCodeStatus::Approved, NOW).await.unwrap());
        assert!(store.claim_device_code(&row.id, "u").await.unwrap());
        assert!(!store.claim_device_code(&row.id, "v").await.unwrap());
        assert!(!answer("v", DeviceCodeStatus::Approved, NOW).await.unwrap());
        assert!(!answer("u", DeviceCodeStatus::Approved, row.expires_at + MILLISECOND).await.unwrap());
        assert!(answer("u", DeviceCodeStatus::Denied, row.expires_at).await.unwrap());
        assert!(!answer("u", DeviceCodeStatus::Approved, NOW).await.unwrap());
        let found = store.find_user_code(&row.user_code).await.unwrap().unwrap();
        assert_eq!((found.status, found.user_id.as_deref()), (DeviceCodeStatus::Denied, Some("u")));
        assert!(!store.take_device_code(&row.id, "u", "tv").await.unwrap());
    }
}

#[tokio::test]
async fn a_device_waits_between_two_questions() {
    for subject in stores().await {
        let row = subject.asked("ana").await;
        let store = &subject.store;
        assert!(store.poll_device_code(&row, NOW).await.unwrap());
        assert!(!store.poll_device_code(&row, NOW + 5 * SECOND - MILLISECOND).await.unwrap());
        assert!(store.poll_device_code(&row, NOW + 5 * SECOND).await.unwrap());
        let found = store.find_user_code(&row.user_code).await.unwrap().unwrap();
        assert_eq!(found.last_polled_at, Some(NOW + 5 * SECOND));
    }
}

#[tokio::test]
async fn of_fifty_who_take_an_approved_request_one_gets_it() {
    for subject in stores().await {
        let row = subject.approved("ana").await;
        assert!(!subject.store.take_device_code(&row.id, "v", "tv").await.unwrap());
        assert!(!subject.store.take_device_code(&row.id, "u", "fridge").await.unwrap());
        let mut at_once = JoinSet::new();
        for _ in 0..50 {
            let (store, id) = (subject.store.clone(), row.id.clone());
            at_once.spawn(async move { store.take_device_code(&id, "u", "tv").await.unwrap() });
        }
        let taken = at_once.join_all().await;
        assert_eq!(taken.into_iter().filter(|taken| *taken).count(), 1);
    }
}

#[tokio::test]
async fn requests_that_ended_are_forgotten_and_others_stay() {
    for subject in stores().await {
        let (row, other) = (subject.asked("ana").await, subject.asked("bo").await);
        let store = &subject.store;
        assert_eq!(store.delete_ended_device_codes(NOW + DAY).await.unwrap(), 0);
        store.delete_device_code(&other.id).await.unwrap();
        assert_eq!(store.find_user_code(&row.user_code).await.unwrap().as_ref(), Some(&row));
        assert_eq!(store.delete_ended_device_codes(NOW + DAY + MILLISECOND).await.unwrap(), 1);
    }
}
