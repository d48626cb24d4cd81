import AccountIcon from '@mui/icons-material/ManageAccountsOutlined';
import AuditIcon from '@mui/icons-material/HistoryOutlined';
import BalanceIcon from '@mui/icons-material/AccountBalanceOutlined';
import BoardIcon from '@mui/icons-material/ViewKanbanOutlined';
import CampaignIcon from '@mui/icons-material/CampaignOutlined';
import ConnectorIcon from '@mui/icons-material/CableOutlined';
import ContentIcon from '@mui/icons-material/ArticleOutlined';
import ContractIcon from '@mui/icons-material/HandshakeOutlined';
import DriftIcon from '@mui/icons-material/InsightsOutlined';
import ExchangeIcon from '@mui/icons-material/CurrencyExchangeOutlined';
import FeedIcon from '@mui/icons-material/ManageSearchOutlined';
import JobIcon from '@mui/icons-material/PendingActionsOutlined';
import KeyIcon from '@mui/icons-material/KeyOutlined';
import ModelIcon from '@mui/icons-material/ModelTrainingOutlined';
import OfferIcon from '@mui/icons-material/SellOutlined';
import OrderIcon from '@mui/icons-material/ReceiptLongOutlined';
import PartnerIcon from '@mui/icons-material/CorporateFareOutlined';
import PayoutIcon from '@mui/icons-material/PaymentsOutlined';
import ShortlistIcon from '@mui/icons-material/LeaderboardOutlined';
import RiskCaseIcon from '@mui/icons-material/GppMaybeOutlined';
import RiskIcon from '@mui/icons-material/SpeedOutlined';
import PrivacyIcon from '@mui/icons-material/PrivacyTipOutlined';
import ReaderIcon from '@mui/icons-material/PeopleAltOutlined';
import StatementIcon from '@mui/icons-material/RequestQuoteOutlined';
import type { SvgIconComponent } from '@mui/icons-material';
import { usePermissions } from 'react-admin';
import { operationOf } from '../resources.js';

export interface MenuEntry {
  /** A resource or a page: its path, and the key of the rights. */
  name: string;
  /** Key of the messages. */
  label: string;
  icon: SvgIconComponent;
}

const resource = (name: string, icon: SvgIconComponent): MenuEntry => ({ name, icon, label: `resources.${name}.name` });

/** The console's table of contents. Who sees which line is decided by the api's rights alone. */
export const menuGroups: readonly { title: string; entries: readonly MenuEntry[] }[] = [
  { title: 'console.menu.work', entries: [resource('partners', PartnerIcon), { name: 'shortlist', label: 'shortlist.title', icon: ShortlistIcon }, { name: 'contract-board', label: 'contracts.board', icon: BoardIcon }, resource('contracts', ContractIcon), resource('connectors', ConnectorIcon), resource('campaigns', CampaignIcon), { name: 'risk', label: 'risk.title', icon: RiskIcon }, resource('risk-cases', RiskCaseIcon), { name: 'privacy', label: 'privacy.title', icon: PrivacyIcon }] },
  { title: 'console.menu.money', entries: [resource('statements', StatementIcon), resource('payouts', PayoutIcon), resource('balances', BalanceIcon), resource('exchange-rates', ExchangeIcon)] },
  { title: 'console.menu.contents', entries: [resource('contents', ContentIcon), resource('offers', OfferIcon), resource('orders', OrderIcon)] },
  { title: 'console.menu.models', entries: [{ name: 'feed-inspector', label: 'feed.title', icon: FeedIcon }, resource('readers', ReaderIcon), resource('model-runs', ModelIcon), { name: 'drift', label: 'drift.title', icon: DriftIcon }, resource('jobs', JobIcon)] },
  { title: 'console.menu.house', entries: [resource('accounts', AccountIcon), resource('api-keys', KeyIcon), resource('audit', AuditIcon)] },
];

/** The groups as far as the signed-in person may open them. */
export function usePermittedMenu() {
  const { permissions = [] } = usePermissions<string[]>();
  const may = (entry: MenuEntry) => permissions.includes(operationOf(entry.name, 'list') ?? '');
  return {
    dashboard: permissions.includes('dashboard'),
    groups: menuGroups.map(({ title, entries }) => ({ title, entries: entries.filter(may) })).filter(({ entries }) => entries.length > 0),
  };
}
