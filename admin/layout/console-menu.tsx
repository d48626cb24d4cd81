import { Typography } from '@mui/material';
import { Menu, useSidebarState, useTranslate } from 'react-admin';
import { usePermittedMenu } from './menu-entries.js';

export function ConsoleMenu() {
  const translate = useTranslate();
  const { dashboard, groups } = usePermittedMenu();
  return (
    <Menu>
      {dashboard && <Menu.DashboardItem primaryText="dashboard.title" />}
      {groups.flatMap(({ title, entries }) => [
        <GroupTitle key={title} title={title} disabled />,
        ...entries.map(({ name, label, icon: Icon }) => <Menu.Item key={name} to={`/${name}`} primaryText={translate(label, { smart_count: 2 })} leftIcon={<Icon />} />),
      ])}
    </Menu>
  );
}

/** `disabled`: the menu gives the focus to its first child that is not, and a title must not have it. */
function GroupTitle({ title }: { title: string; disabled: true }) {
  const translate = useTranslate();
  const [open] = useSidebarState();
  return <Typography component="li" role="presentation" variant="overline" color="text.secondary" sx={{ px: 2, pt: 1.5, lineHeight: 1.6, display: open ? 'block' : 'none' }}>{translate(title)}</Typography>;
}
