CREATE TABLE `pins` (
	`id` text PRIMARY KEY NOT NULL,
	`play_id` text NOT NULL,
	`text` text NOT NULL,
	`message_id` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`play_id`) REFERENCES `plays`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `pins_by_play` ON `pins` (`play_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `pins_by_message` ON `pins` (`message_id`);--> statement-breakpoint
CREATE TABLE `prompt_settings` (
	`play_id` text PRIMARY KEY NOT NULL,
	`user_name` text,
	`user_persona` text,
	`rules` text,
	`lorebook` text,
	FOREIGN KEY (`play_id`) REFERENCES `plays`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `prompt_texts` (
	`id` integer PRIMARY KEY NOT NULL,
	`play_id` text NOT NULL,
	`hash` text NOT NULL,
	`text` text NOT NULL,
	FOREIGN KEY (`play_id`) REFERENCES `plays`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `prompt_texts_by_hash` ON `prompt_texts` (`play_id`,`hash`);--> statement-breakpoint
CREATE TABLE `prompts` (
	`message_id` text PRIMARY KEY NOT NULL,
	`play_id` text NOT NULL,
	`turn_id` text NOT NULL,
	`model` text NOT NULL,
	`context_length` integer NOT NULL,
	`budget` integer NOT NULL,
	`estimate` integer NOT NULL,
	`tokens` integer NOT NULL,
	`messages` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`play_id`) REFERENCES `plays`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `prompts_by_play` ON `prompts` (`play_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `summaries` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`play_id` text NOT NULL,
	`text` text NOT NULL,
	`folded_until` text,
	`tokens_before` integer NOT NULL,
	`tokens_after` integer NOT NULL,
	`carried_by` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`play_id`) REFERENCES `plays`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`carried_by`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `summaries_by_play` ON `summaries` (`play_id`);--> statement-breakpoint
CREATE INDEX `summaries_by_carrier` ON `summaries` (`carried_by`);