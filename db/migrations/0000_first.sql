CREATE TABLE `audio_files` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`clip_key` text NOT NULL,
	`recipe` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`owner_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `audio_files_by_owner` ON `audio_files` (`owner_id`,`clip_key`);--> statement-breakpoint
CREATE TABLE `clips` (
	`key` text PRIMARY KEY NOT NULL,
	`sample_rate` integer NOT NULL,
	`duration_ms` integer NOT NULL,
	`bytes` integer NOT NULL,
	`created_at` integer NOT NULL,
	`played_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `clips_by_played` ON `clips` (`played_at`);--> statement-breakpoint
CREATE TABLE `messages` (
	`id` text PRIMARY KEY NOT NULL,
	`play_id` text NOT NULL,
	`parent_id` text,
	`role` text NOT NULL,
	`speaker` text NOT NULL,
	`content` text NOT NULL,
	`status` text NOT NULL,
	`heard_until` integer,
	`client_message_id` text,
	`audio_file_id` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`play_id`) REFERENCES `plays`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`parent_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `messages_by_play` ON `messages` (`play_id`);--> statement-breakpoint
CREATE INDEX `messages_by_parent` ON `messages` (`parent_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `messages_by_client_id` ON `messages` (`play_id`,`client_message_id`);--> statement-breakpoint
CREATE TABLE `plays` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`title` text NOT NULL,
	`character_id` text,
	`character_name` text NOT NULL,
	`persona` text,
	`language` text NOT NULL,
	`scenario` text,
	`voice_id` text,
	`language_engine` text,
	`speech_engine` text,
	`head_message_id` text,
	`turn_count` integer DEFAULT 0 NOT NULL,
	`last_line` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`owner_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `plays_by_owner` ON `plays` (`owner_id`,`updated_at`);--> statement-breakpoint
CREATE TABLE `segments` (
	`message_id` text NOT NULL,
	`index` integer NOT NULL,
	`start` integer NOT NULL,
	`end` integer NOT NULL,
	`text` text NOT NULL,
	`voice_id` text NOT NULL,
	`audio_file_id` text NOT NULL,
	PRIMARY KEY(`message_id`, `index`),
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `turns` (
	`id` text PRIMARY KEY NOT NULL,
	`play_id` text NOT NULL,
	`user_message_id` text,
	`message_id` text,
	`status` text NOT NULL,
	`model` text NOT NULL,
	`finish_reason` text,
	`error_code` text,
	`prompt_tokens` integer DEFAULT 0 NOT NULL,
	`completion_tokens` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`play_id`) REFERENCES `plays`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `turns_by_play` ON `turns` (`play_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `turns_by_message` ON `turns` (`message_id`);--> statement-breakpoint
CREATE INDEX `turns_by_user_message` ON `turns` (`user_message_id`);--> statement-breakpoint
CREATE TABLE `owner_links` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text,
	`email` text,
	`email_verified` integer,
	`image` text,
	`kind` text NOT NULL,
	`role` text DEFAULT 'user' NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email_unique` ON `users` (`email`);