import {
  announceRequestSchema,
  commandRequestSchema,
  consoleClientFrameSchema,
  consoleServerFrameSchema,
  moderationRequestSchema,
} from '@gse/agent-client';
import {
  conditionSchema,
  disruptionSchema,
  fixSchema,
  gameServerSpecSchema,
  gameServerStatusSchema,
  healthSchema,
  operationTypeSchema,
  phaseSchema,
  reasonSchema,
} from '@gse/resources';
import type { z } from 'zod';
import { activityListSchema, activitySchema, doorSchema } from '../activity/schema.ts';
import {
  budgetsSchema,
  capabilitiesSchema,
  commonFieldSchema,
  credentialSchema,
  diagnosisSchema,
  gameCardSchema,
  gameListSchema,
  gameSchema,
  licenceSchema,
  portSchema,
  presetSchema,
  settingFieldSchema,
} from '../catalogue/game-schema.ts';
import { gameFigureSchema, gameHistorySchema, limitsSchema, serverHistorySchema, usageHistorySchema } from '../history/schema.ts';
import { commandResultSchema } from '../console/routes.ts';
import { networkOfferSchema } from '../network/offer.ts';
import { orderNamespaceSchema, orderNamespacesSchema } from '../namespaces/routes.ts';
import { operationChangeSchema, serverChangeSchema } from '../live/feed.ts';
import { restartRequestSchema } from '../operations/order.ts';
import { postponeSchema } from '../operations/routes.ts';
import {
  operationJournalSchema,
  operationListSchema,
  operationPhaseSchema,
  operationSchema,
  operationStepSchema,
  waitSchema,
} from '../operations/view.ts';
import {
  listedPlayerSchema,
  moderationResultSchema,
  moderationSchema,
  playerListSchema,
  playerListsSchema,
  playerSchema,
  playersSchema,
} from '../players/schemas.ts';
import { changeSchema, wishChangeSchema } from '../servers/change.ts';
import { fixRequestSchema, fixResultSchema } from '../servers/fix.ts';
import { checkedOrderSchema, orderSchema } from '../servers/order.ts';
import { previewChangeSchema, previewSchema } from '../servers/preview.ts';
import { removalSchema } from '../servers/remove.ts';
import {
  playerCountSchema,
  serverListSchema,
  serverSchema,
  serverSummarySchema,
  shortReasonSchema,
  storedSpecSchema,
} from '../servers/view.ts';
import { sessionSchema, signedOutSchema, signInSchema, signInWaysSchema } from '../session/routes.ts';
import { errorSchema, problemSchema } from './error-schema.ts';

/**
 * Names of the shapes in the OpenAPI document. Programs are generated from them, so a name stays. What is sent has `Input`
 * appended, because defaults make it another shape than what is answered.
 */
export const components: Readonly<Record<string, z.ZodType>> = {
  ErrorAnswer: errorSchema,
  Problem: problemSchema,
  Reason: reasonSchema,
  ShortReason: shortReasonSchema,
  Fix: fixSchema,
  Condition: conditionSchema,

  GameList: gameListSchema,
  GameCard: gameCardSchema,
  Game: gameSchema,
  GameLicence: licenceSchema,
  GamePreset: presetSchema,
  GameSettingField: settingFieldSchema,
  GameCommonField: commonFieldSchema,
  GamePort: portSchema,
  GameCredential: credentialSchema,
  GameCapabilities: capabilitiesSchema,
  GameDiagnosis: diagnosisSchema,
  GameBudgets: budgetsSchema,

  NetworkOffer: networkOfferSchema,

  OrderNamespaceList: orderNamespacesSchema,
  OrderNamespace: orderNamespaceSchema,

  ServerList: serverListSchema,
  ServerSummary: serverSummarySchema,
  Server: serverSchema,
  ServerSpec: gameServerSpecSchema,
  StoredServerSpec: storedSpecSchema,
  ServerStatus: gameServerStatusSchema,
  Phase: phaseSchema,
  Health: healthSchema,
  PlayerCount: playerCountSchema,
  Disruption: disruptionSchema,
  Order: orderSchema,
  CheckedOrder: checkedOrderSchema,
  ServerChangeRequest: changeSchema,
  WishChangeRequest: wishChangeSchema,
  Preview: previewSchema,
  PreviewedChange: previewChangeSchema,
  Removal: removalSchema,
  FixRequest: fixRequestSchema,
  FixResult: fixResultSchema,

  ServerHistory: serverHistorySchema,
  GameHistory: gameHistorySchema,
  GameFigure: gameFigureSchema,
  UsageHistory: usageHistorySchema,
  ResourceLimits: limitsSchema,

  OperationList: operationListSchema,
  Operation: operationSchema,
  OperationType: operationTypeSchema,
  OperationPhase: operationPhaseSchema,
  OperationStep: operationStepSchema,
  OperationWait: waitSchema,
  OperationJournal: operationJournalSchema,
  RestartRequest: restartRequestSchema,
  PostponeRequest: postponeSchema,

  Players: playersSchema,
  Player: playerSchema,
  ListedPlayer: listedPlayerSchema,
  PlayerList: playerListSchema,
  PlayerLists: playerListsSchema,
  ModerationAct: moderationRequestSchema.shape.act,
  ModerationRequest: moderationSchema,
  ModerationResult: moderationResultSchema,
  Announcement: announceRequestSchema,

  Command: commandRequestSchema,
  CommandResult: commandResultSchema,

  ActivityList: activityListSchema,
  Activity: activitySchema,
  Door: doorSchema,

  Session: sessionSchema,
  SignIn: signInSchema,
  SignInWays: signInWaysSchema,
  SignedOut: signedOutSchema,

  ...streamed(),
};

/** Shapes that travel in streams, where no route names them. */
export const streamedComponents: ReadonlySet<string> = new Set(Object.keys(streamed()));

function streamed(): Readonly<Record<string, z.ZodType>> {
  return {
    ServerEvent: serverChangeSchema,
    OperationEvent: operationChangeSchema,
    ConsoleServerFrame: consoleServerFrameSchema,
    ConsoleClientFrame: consoleClientFrameSchema,
  };
}
