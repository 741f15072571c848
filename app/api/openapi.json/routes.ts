import * as adminAccountsIdPassword from "@/app/api/admin/accounts/[id]/password/route";
import * as adminAccounts from "@/app/api/admin/accounts/route";
import * as adminAudit from "@/app/api/admin/audit/route";
import * as adminCacheRemake from "@/app/api/admin/cache/remake/route";
import * as adminCache from "@/app/api/admin/cache/route";
import * as adminCardVoicesIdAccept from "@/app/api/admin/card-voices/[id]/accept/route";
import * as adminCardVoicesIdClipsPlace from "@/app/api/admin/card-voices/[id]/clips/[place]/route";
import * as adminCardVoicesId from "@/app/api/admin/card-voices/[id]/route";
import * as adminCardVoices from "@/app/api/admin/card-voices/route";
import * as adminCastingId from "@/app/api/admin/casting/[id]/route";
import * as adminCasting from "@/app/api/admin/casting/route";
import * as adminEnginesIdControl from "@/app/api/admin/engines/[id]/control/route";
import * as adminEnginesId from "@/app/api/admin/engines/[id]/route";
import * as adminEnginesIdTry from "@/app/api/admin/engines/[id]/try/route";
import * as adminEnginesIdWeights from "@/app/api/admin/engines/[id]/weights/route";
import * as adminEnginesDetect from "@/app/api/admin/engines/detect/route";
import * as adminEngines from "@/app/api/admin/engines/route";
import * as adminModelsPullCancel from "@/app/api/admin/models/pull/cancel/route";
import * as adminModelsPull from "@/app/api/admin/models/pull/route";
import * as adminModels from "@/app/api/admin/models/route";
import * as adminOwnVoicesId from "@/app/api/admin/own-voices/[id]/route";
import * as adminOwnVoices from "@/app/api/admin/own-voices/route";
import * as adminPeopleId from "@/app/api/admin/people/[id]/route";
import * as adminPeopleIdSignOut from "@/app/api/admin/people/[id]/sign-out/route";
import * as adminPeople from "@/app/api/admin/people/route";
import * as adminReferencesFile from "@/app/api/admin/references/[file]/route";
import * as adminRegistration from "@/app/api/admin/registration/route";
import * as aiGenerateCharacterDetails from "@/app/api/ai/generate/character-details/route";
import * as audioFilePeaks from "@/app/api/audio/[file]/peaks/route";
import * as audioFile from "@/app/api/audio/[file]/route";
import * as authCallbackGoogle from "@/app/api/auth/callback/google/route";
import * as authGoogleCallback from "@/app/api/auth/google/callback/route";
import * as authGoogleLogin from "@/app/api/auth/google/login/route";
import * as authGuestLogin from "@/app/api/auth/guest/login/route";
import * as authLogoutEverywhere from "@/app/api/auth/logout/everywhere/route";
import * as authLogout from "@/app/api/auth/logout/route";
import * as authMe from "@/app/api/auth/me/route";
import * as authMerge from "@/app/api/auth/merge/route";
import * as authOwnerClaim from "@/app/api/auth/owner/claim/route";
import * as authOwner from "@/app/api/auth/owner/route";
import * as authPasswordLogin from "@/app/api/auth/password/login/route";
import * as authPasswordRegister from "@/app/api/auth/password/register/route";
import * as authPassword from "@/app/api/auth/password/route";
import * as charactersIdCopy from "@/app/api/characters/[id]/copy/route";
import * as charactersIdExport from "@/app/api/characters/[id]/export/route";
import * as charactersIdFavourite from "@/app/api/characters/[id]/favourite/route";
import * as charactersIdPictureKey from "@/app/api/characters/[id]/picture/[key]/route";
import * as charactersIdPicture from "@/app/api/characters/[id]/picture/route";
import * as charactersId from "@/app/api/characters/[id]/route";
import * as charactersCast from "@/app/api/characters/cast/route";
import * as charactersFavourites from "@/app/api/characters/favourites/route";
import * as charactersImport from "@/app/api/characters/import/route";
import * as charactersPresets from "@/app/api/characters/presets/route";
import * as characters from "@/app/api/characters/route";
import * as chatModels from "@/app/api/chat/models/route";
import * as chat from "@/app/api/chat/route";
import * as chatStreamTurnId from "@/app/api/chat/stream/[turnId]/route";
import * as chatStream from "@/app/api/chat/stream/route";
import * as chatTurnsTurnIdCancel from "@/app/api/chat/turns/[turnId]/cancel/route";
import * as chatTurnsTurnIdPlayback from "@/app/api/chat/turns/[turnId]/playback/route";
import * as docsFile from "@/app/api/docs/[file]/route";
import * as healthLive from "@/app/api/health/live/route";
import * as healthReady from "@/app/api/health/ready/route";
import * as health from "@/app/api/health/route";
import * as keysId from "@/app/api/keys/[id]/route";
import * as keys from "@/app/api/keys/route";
import * as openapiJson from "@/app/api/openapi.json/route";
import * as personasId from "@/app/api/personas/[id]/route";
import * as personas from "@/app/api/personas/route";
import * as referencesCheck from "@/app/api/references/check/route";
import * as referencesTranscript from "@/app/api/references/transcript/route";
import * as api from "@/app/api/route";
import * as seatsSessionId from "@/app/api/seats/[sessionId]/route";
import * as sessionsIdBranch from "@/app/api/sessions/[id]/branch/route";
import * as sessionsIdExport from "@/app/api/sessions/[id]/export/route";
import * as sessionsIdHints from "@/app/api/sessions/[id]/hints/route";
import * as sessionsIdLeave from "@/app/api/sessions/[id]/leave/route";
import * as sessionsIdMessagesMessageIdContinue from "@/app/api/sessions/[id]/messages/[messageId]/continue/route";
import * as sessionsIdMessagesMessageIdPrompt from "@/app/api/sessions/[id]/messages/[messageId]/prompt/route";
import * as sessionsIdMessagesMessageIdRegenerate from "@/app/api/sessions/[id]/messages/[messageId]/regenerate/route";
import * as sessionsIdMessagesMessageId from "@/app/api/sessions/[id]/messages/[messageId]/route";
import * as sessionsIdMessagesMessageIdSelect from "@/app/api/sessions/[id]/messages/[messageId]/select/route";
import * as sessionsIdMessages from "@/app/api/sessions/[id]/messages/route";
import * as sessionsIdPinsPinId from "@/app/api/sessions/[id]/pins/[pinId]/route";
import * as sessionsIdPins from "@/app/api/sessions/[id]/pins/route";
import * as sessionsIdPrompt from "@/app/api/sessions/[id]/prompt/route";
import * as sessionsId from "@/app/api/sessions/[id]/route";
import * as sessionsIdSummary from "@/app/api/sessions/[id]/summary/route";
import * as sessionsImport from "@/app/api/sessions/import/route";
import * as sessions from "@/app/api/sessions/route";
import * as storyGenerate from "@/app/api/story/generate/route";
import * as ttsPrepare from "@/app/api/tts/prepare/route";
import * as tts from "@/app/api/tts/route";
import * as ttsVoices from "@/app/api/tts/voices/route";
import * as usersMeExport from "@/app/api/users/me/export/route";
import * as usersMe from "@/app/api/users/me/route";
import * as usersMeSettings from "@/app/api/users/me/settings/route";
import * as usersMeVoicesIdReferencesReferenceId from "@/app/api/users/me/voices/[id]/references/[referenceId]/route";
import * as usersMeVoicesIdReferences from "@/app/api/users/me/voices/[id]/references/route";
import * as usersMeVoicesId from "@/app/api/users/me/voices/[id]/route";
import * as usersMeVoices from "@/app/api/users/me/voices/route";
import * as voicesIdExport from "@/app/api/voices/[id]/export/route";
import * as voicesIdReference from "@/app/api/voices/[id]/reference/route";
import * as voicesIdRevisions from "@/app/api/voices/[id]/revisions/route";
import * as voicesId from "@/app/api/voices/[id]/route";
import * as voicesIdTest from "@/app/api/voices/[id]/test/route";
import * as voicesIdUses from "@/app/api/voices/[id]/uses/route";
import * as voicesImport from "@/app/api/voices/import/route";
import * as voices from "@/app/api/voices/route";
import * as metrics from "@/app/metrics/route";
import * as mntUserAssetsUserAudioFile from "@/app/mnt/user_assets/[user]/audio/[file]/route";
import * as offline from "@/app/offline/route";
import * as v1AudioSpeech from "@/app/v1/audio/speech/route";
import * as v1AudioVoices from "@/app/v1/audio/voices/route";
import * as v1ChatCompletions from "@/app/v1/chat/completions/route";
import * as v1ModelsId from "@/app/v1/models/[id]/route";
import * as v1Models from "@/app/v1/models/route";
import type { Routes } from "@/lib/http/openapi/document";

/** Every route file by its address, but the one that answers what is not there; a test holds it to the disk. */
export const ROUTES: Routes = {
  "/api/admin/accounts/[id]/password": adminAccountsIdPassword,
  "/api/admin/accounts": adminAccounts,
  "/api/admin/audit": adminAudit,
  "/api/admin/cache/remake": adminCacheRemake,
  "/api/admin/cache": adminCache,
  "/api/admin/card-voices/[id]/accept": adminCardVoicesIdAccept,
  "/api/admin/card-voices/[id]/clips/[place]": adminCardVoicesIdClipsPlace,
  "/api/admin/card-voices/[id]": adminCardVoicesId,
  "/api/admin/card-voices": adminCardVoices,
  "/api/admin/casting/[id]": adminCastingId,
  "/api/admin/casting": adminCasting,
  "/api/admin/engines/[id]/control": adminEnginesIdControl,
  "/api/admin/engines/[id]": adminEnginesId,
  "/api/admin/engines/[id]/try": adminEnginesIdTry,
  "/api/admin/engines/[id]/weights": adminEnginesIdWeights,
  "/api/admin/engines/detect": adminEnginesDetect,
  "/api/admin/engines": adminEngines,
  "/api/admin/models/pull/cancel": adminModelsPullCancel,
  "/api/admin/models/pull": adminModelsPull,
  "/api/admin/models": adminModels,
  "/api/admin/own-voices/[id]": adminOwnVoicesId,
  "/api/admin/own-voices": adminOwnVoices,
  "/api/admin/people/[id]": adminPeopleId,
  "/api/admin/people/[id]/sign-out": adminPeopleIdSignOut,
  "/api/admin/people": adminPeople,
  "/api/admin/references/[file]": adminReferencesFile,
  "/api/admin/registration": adminRegistration,
  "/api/ai/generate/character-details": aiGenerateCharacterDetails,
  "/api/audio/[file]": audioFile,
  "/api/audio/[file]/peaks": audioFilePeaks,
  "/api/auth/callback/google": authCallbackGoogle,
  "/api/auth/google/callback": authGoogleCallback,
  "/api/auth/google/login": authGoogleLogin,
  "/api/auth/guest/login": authGuestLogin,
  "/api/auth/logout/everywhere": authLogoutEverywhere,
  "/api/auth/logout": authLogout,
  "/api/auth/me": authMe,
  "/api/auth/merge": authMerge,
  "/api/auth/owner/claim": authOwnerClaim,
  "/api/auth/owner": authOwner,
  "/api/auth/password/login": authPasswordLogin,
  "/api/auth/password/register": authPasswordRegister,
  "/api/auth/password": authPassword,
  "/api/characters/[id]/copy": charactersIdCopy,
  "/api/characters/[id]/export": charactersIdExport,
  "/api/characters/[id]/favourite": charactersIdFavourite,
  "/api/characters/[id]/picture/[key]": charactersIdPictureKey,
  "/api/characters/[id]/picture": charactersIdPicture,
  "/api/characters/[id]": charactersId,
  "/api/characters/cast": charactersCast,
  "/api/characters/favourites": charactersFavourites,
  "/api/characters/import": charactersImport,
  "/api/characters/presets": charactersPresets,
  "/api/characters": characters,
  "/api/chat/models": chatModels,
  "/api/chat": chat,
  "/api/chat/stream/[turnId]": chatStreamTurnId,
  "/api/chat/stream": chatStream,
  "/api/chat/turns/[turnId]/cancel": chatTurnsTurnIdCancel,
  "/api/chat/turns/[turnId]/playback": chatTurnsTurnIdPlayback,
  "/api/docs/[file]": docsFile,
  "/api/health/live": healthLive,
  "/api/health/ready": healthReady,
  "/api/health": health,
  "/api/keys/[id]": keysId,
  "/api/keys": keys,
  "/api/openapi.json": openapiJson,
  "/api/personas/[id]": personasId,
  "/api/personas": personas,
  "/api/references/check": referencesCheck,
  "/api/references/transcript": referencesTranscript,
  "/api": api,
  "/api/seats/[sessionId]": seatsSessionId,
  "/api/sessions/[id]/branch": sessionsIdBranch,
  "/api/sessions/[id]/export": sessionsIdExport,
  "/api/sessions/[id]/hints": sessionsIdHints,
  "/api/sessions/[id]/leave": sessionsIdLeave,
  "/api/sessions/[id]/messages/[messageId]/continue": sessionsIdMessagesMessageIdContinue,
  "/api/sessions/[id]/messages/[messageId]/prompt": sessionsIdMessagesMessageIdPrompt,
  "/api/sessions/[id]/messages/[messageId]/regenerate": sessionsIdMessagesMessageIdRegenerate,
  "/api/sessions/[id]/messages/[messageId]": sessionsIdMessagesMessageId,
  "/api/sessions/[id]/messages/[messageId]/select": sessionsIdMessagesMessageIdSelect,
  "/api/sessions/[id]/messages": sessionsIdMessages,
  "/api/sessions/[id]/pins/[pinId]": sessionsIdPinsPinId,
  "/api/sessions/[id]/pins": sessionsIdPins,
  "/api/sessions/[id]/prompt": sessionsIdPrompt,
  "/api/sessions/[id]": sessionsId,
  "/api/sessions/[id]/summary": sessionsIdSummary,
  "/api/sessions/import": sessionsImport,
  "/api/sessions": sessions,
  "/api/story/generate": storyGenerate,
  "/api/tts/prepare": ttsPrepare,
  "/api/tts": tts,
  "/api/tts/voices": ttsVoices,
  "/api/users/me/export": usersMeExport,
  "/api/users/me": usersMe,
  "/api/users/me/settings": usersMeSettings,
  "/api/users/me/voices/[id]/references/[referenceId]": usersMeVoicesIdReferencesReferenceId,
  "/api/users/me/voices/[id]/references": usersMeVoicesIdReferences,
  "/api/users/me/voices/[id]": usersMeVoicesId,
  "/api/users/me/voices": usersMeVoices,
  "/api/voices/[id]/export": voicesIdExport,
  "/api/voices/[id]/reference": voicesIdReference,
  "/api/voices/[id]/revisions": voicesIdRevisions,
  "/api/voices/[id]": voicesId,
  "/api/voices/[id]/test": voicesIdTest,
  "/api/voices/[id]/uses": voicesIdUses,
  "/api/voices/import": voicesImport,
  "/api/voices": voices,
  "/metrics": metrics,
  "/mnt/user_assets/[user]/audio/[file]": mntUserAssetsUserAudioFile,
  "/offline": offline,
  "/v1/audio/speech": v1AudioSpeech,
  "/v1/audio/voices": v1AudioVoices,
  "/v1/chat/completions": v1ChatCompletions,
  "/v1/models/[id]": v1ModelsId,
  "/v1/models": v1Models,
};
