entity! {
    "sign_in_failures" {
        #[sea_orm(primary_key, auto_increment = false)]
        who: String,
        #[sea_orm(primary_key, auto_increment = false)]
        at: i64,
    }
}
