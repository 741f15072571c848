CREATE TABLE `preset_voices` (
	`character_id` text PRIMARY KEY NOT NULL,
	`voice_id` text NOT NULL
);
