entity! {
    "settings" {
        #[sea_orm(primary_key, auto_increment = false)]
        key: String,
        value: String,
    }
}
