entity! {
    "sign_ins" {
        #[sea_orm(primary_key, auto_increment = false)]
        hash: String,
        person_id: Uuid,
        created_at: i64,
        expires_at: i64,
    }
}
